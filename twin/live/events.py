"""The typed messages of the live channel (AppSync Events); times are UTC seconds since 1970.

Channels are `/twin/<site>/<topic>` with the topics below. Consoles may receive a message twice or
out of order and must keep the newest by source time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Topic = Literal[
    "values", "alarms", "commands", "assets", "conversions", "runs", "studies", "models"
]
Quality = Literal["GOOD", "BAD", "UNCERTAIN"]

MAXIMUM_EVENTS_PER_PUBLISH = 5
"""AppSync Events accepts at most five events in one publish call."""

MAXIMUM_EVENT_BYTES = 240 * 1024
"""AppSync Events accepts at most 240 KB per event."""


@dataclass(frozen=True)
class ValuePoint:
    """One value of one signal at its source time."""

    time: float
    value: float | int | str | bool | None
    quality: Quality


@dataclass(frozen=True)
class ValuesEvent:
    """New values of one signal, oldest first."""

    alias: str
    points: tuple[ValuePoint, ...]


def channel(site: str, topic: Topic) -> str:
    """Return the channel name of a topic of a site."""
    return f"/twin/{site}/{topic}"
