"""What the paths from the edge to SiteWise cost: 10, 100 and 1,000 streams of one value a second.

Messages a day come from the metering rules; the reference is one value per message. CPU per value
is that of the publisher with its botocore client, whose requests are answered before they leave
the process; the reference is the round of every second, in the same run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from botocore.awsrequest import AWSResponse

from benchmarks.harness import Result
from edge_publisher.policy import policy_for
from edge_publisher.publisher import Publisher
from edge_publisher.sink import SiteWiseSink
from edge_runtime.clients import sitewise_client
from edge_runtime.spool import Spool
from twin.cost.publisher_paths import all_paths
from twin.telemetry.sample import NANOSECONDS, Sample

STREAMS = (10, 100, 1_000)
SECONDS = 10
"""Ten values of each stream: what one message holds."""

RUNS = 3


def run() -> list[Result]:
    """Count the messages of every path, and measure single values against gathered ones."""
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    return [result for streams in STREAMS for result in (*_messages(streams), _cpu(streams))]


def _messages(streams: int) -> Iterator[Result]:
    quickest, *others = all_paths([1.0] * streams)
    for path in others:
        yield Result(
            name=f"{streams} streams, {path.title}",
            value=path.messages_per_day,
            unit="messages/day",
            reference="one value each",
            reference_value=quickest.messages_per_day,
        )


def _cpu(streams: int) -> Result:
    """Return the CPU time per value of ten values in one round, against a round each second."""
    return Result(
        name=f"{streams} streams, CPU of ten values a request entry",
        value=min(_microseconds(streams, gathered=True) for _ in range(RUNS)),
        unit="µs/value",
        reference="one value an entry",
        reference_value=min(_microseconds(streams, gathered=False) for _ in range(RUNS)),
    )


def _microseconds(streams: int, *, gathered: bool) -> float:
    now = time.time()
    with TemporaryDirectory() as folder:
        spool = Spool(Path(folder) / "spool.sqlite")
        publisher = Publisher(spool, SiteWiseSink(_answered_client(), {}), policy_for(streams))
        spent = 0.0
        for second in range(SECONDS):
            spool.accept(_samples(streams, now - SECONDS + second), now=now)
            if not gathered or second == SECONDS - 1:
                began = time.process_time()
                while publisher.run_round(now=now):
                    pass
                spent += time.process_time() - began
        stored = spool.counts().stored
        spool.close()
    assert stored == streams * SECONDS
    return 1e6 * spent / stored


def _samples(streams: int, at: float) -> Sequence[Sample]:
    stamp = round(at * NANOSECONDS)
    return [Sample(f"/bench/s{number}", stamp, float(number), "GOOD") for number in range(streams)]


def _answered_client() -> Any:  # noqa: ANN401 - a client of botocore
    client = sitewise_client()
    client.meta.events.register("before-send.iotsitewise", _answer)
    return client


class _Body:
    """The body of an answer that nobody sent."""

    def stream(self, **_: object) -> Iterator[bytes]:
        """Yield the whole body."""
        yield b'{"errorEntries": []}'


def _answer(request: Any, **_: object) -> Any:  # noqa: ANN401 - of botocore
    headers: Any = {"Content-Type": "application/json"}
    return AWSResponse(request.url, 200, headers, _Body())
