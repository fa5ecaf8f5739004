"""What a console that was away has missed: from when on, and when that is too much to tell.

Messages of several publishers arrive out of order and a value takes a moment from its source to the
channel, so that a little of what came before the last id is told again; consoles keep the newest.
"""

from __future__ import annotations

from dataclasses import dataclass

from twin.live.event_id import EventId

LONGEST_SECONDS = 900.0
"""Who was away longer loads everything anew, which is cheaper then."""

OVERLAP_SECONDS = 10.0

AHEAD_SECONDS = 60.0
"""An id further ahead of this clock is of another twin, or of one that was set back."""

MAXIMUM_POINTS = 20_000
MAXIMUM_MESSAGES = 2_000
"""Keep the answer well below the 6 MB of a function's response."""


@dataclass(frozen=True)
class Missed:
    """The time that is to be told, in seconds since 1970; `since` is before the last id."""

    since: float
    until: float


def missed(last: EventId, *, now: float) -> Missed | None:
    """Return what is to be told after an id, or None where it is too old."""
    if not now - LONGEST_SECONDS <= last.seconds <= now + AHEAD_SECONDS:
        return None
    return Missed(min(last.seconds, now) - OVERLAP_SECONDS, now)
