"""Values to the live channel, at most ten messages a second of one signal from this process.

Each process of the function holds back for itself; SiteWise takes no more than ten entries of one
property a second, which bounds what all of them say together. Nothing is left waiting when an
invocation ends.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict

from twin.live.coalesce import Coalescer
from twin.live.events import ValuePoint
from twin_runtime import live

_PACE = Coalescer()


def publish_values(alias: str, points: Iterable[ValuePoint]) -> None:
    """Publish new values of a signal, after what is left of its interval.

    Raises:
        LivePublishFailed: the service did not take a message.
    """
    _PACE.offer(alias, points)
    while (seconds := _PACE.wait(time.monotonic())) is not None:
        if seconds:
            time.sleep(seconds)
        events = _PACE.take(time.monotonic())
        live.publish("values", live.numbered([asdict(event) for event in events]))
