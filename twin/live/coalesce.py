"""At most ten messages a second of one signal, and the newest value always arrives.

The first value goes out at once. What comes before the interval is over waits and goes out
together at its end, so that nothing waits longer than one interval and the last value is never the
one that is left out. Within a message the newest value of each tenth of a second stays.
"""

from __future__ import annotations

from collections.abc import Iterable

from twin.live.events import ValuePoint, ValuesEvent

INTERVAL_SECONDS = 0.1


class Coalescer:
    """Holds back the values of signals; times are seconds of a clock that never goes back."""

    def __init__(self, interval: float = INTERVAL_SECONDS) -> None:
        self._interval = interval
        self._waiting: dict[str, list[ValuePoint]] = {}
        self._sent: dict[str, float] = {}

    def offer(self, alias: str, points: Iterable[ValuePoint]) -> None:
        """Take new values of a signal."""
        self._waiting.setdefault(alias, []).extend(points)

    def wait(self, now: float) -> float | None:
        """Return the seconds until something is due, 0 where it is; None where nothing waits."""
        if not self._waiting:
            return None
        return max(0.0, min(self._due(alias, now) for alias in self._waiting) - now)

    def take(self, now: float) -> list[ValuesEvent]:
        """Return what is due, and remember that it is sent now."""
        due = [alias for alias in self._waiting if self._due(alias, now) <= now]
        self._sent = {a: t for a, t in self._sent.items() if now - t < self._interval}
        self._sent |= dict.fromkeys(due, now)
        return [
            ValuesEvent(alias, thinned(self._waiting.pop(alias), self._interval)) for alias in due
        ]

    def _due(self, alias: str, now: float) -> float:
        sent = self._sent.get(alias)
        return now if sent is None else sent + self._interval


def thinned(points: Iterable[ValuePoint], interval: float) -> tuple[ValuePoint, ...]:
    """Return the newest value of each interval of source time, by time; the later offer wins."""
    newest: dict[int, ValuePoint] = {}
    for point in points:
        slot = int(point.time / interval)
        known = newest.get(slot)
        if known is None or point.time >= known.time:
            newest[slot] = point
    return tuple(newest[slot] for slot in sorted(newest))
