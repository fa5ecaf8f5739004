"""CloudWatch Logs of what runs locally; the newest lines and streams are kept, older ones go.

CloudWatch keeps logs for as long as the log group says. A laptop's memory does not: each stream
keeps its newest 2,000 lines and each group its newest 20 streams.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

from moto.logs.models import LogsBackend, logs_backends

MAXIMUM_LINES_PER_STREAM = 2_000
MAXIMUM_STREAMS_PER_GROUP = 20
MAXIMUM_LINE_CHARACTERS = 256 * 1024

_lock = threading.Lock()


def write(*, account: str, region: str, group: str, stream: str, lines: Iterable[str]) -> None:
    """Append lines to a log stream, making the group and the stream where they lack."""
    now_ms = int(time.time() * 1000)
    events = [
        {"timestamp": now_ms, "message": line[:MAXIMUM_LINE_CHARACTERS]} for line in lines if line
    ]
    backend: LogsBackend = logs_backends[account][region]
    with _lock:
        backend.ensure_log_group(group)
        backend.ensure_log_stream(group, stream)
        if events:
            backend.put_log_events(group, stream, events)
        _trim(backend, group, stream)


def _trim(backend: LogsBackend, group: str, stream: str) -> None:
    streams = backend.groups[group].streams
    events = streams[stream].events
    if len(events) > 2 * MAXIMUM_LINES_PER_STREAM:
        del events[:-MAXIMUM_LINES_PER_STREAM]
    for name in list(streams)[:-MAXIMUM_STREAMS_PER_GROUP]:
        del streams[name]
