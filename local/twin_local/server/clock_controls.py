"""The controls of the clock: show it, advance it."""

from __future__ import annotations

from datetime import UTC, datetime

from twin_local.execution.clock.timeline import MOST_FIRINGS, AdvanceRefused, Timeline
from twin_local.execution.clock.virtual import VirtualClock
from twin_local.server.application import ControlError


def show(clock: VirtualClock) -> dict[str, object]:
    """Return the clock, the machine's time and the seconds between them."""
    return {
        "now": _iso(clock.now()),
        "machine": _iso(clock.machine_now()),
        "ahead_s": clock.offset_s,
    }


def advance(
    timeline: Timeline, seconds: str, firings: str = str(MOST_FIRINGS)
) -> dict[str, object]:
    """Advance the clock; return where it was and is, and what its followers did.

    Raises:
        ControlError: `seconds` is no number, not positive, or more than a year; `firings` is no
                number from 0 to 1000.
    """
    try:
        done = timeline.advance(float(seconds), firings=int(firings))
    except (ValueError, AdvanceRefused) as error:
        raise ControlError(str(error)) from error
    return {"before": _iso(done.before), "now": _iso(done.after), "did": done.did}


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="seconds")
