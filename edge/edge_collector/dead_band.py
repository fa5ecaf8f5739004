"""Decide which samples are worth keeping: changes, and a sign of life now and then.

Never suppressed: the first value, a change of quality, a change after a bad value.
"""

from __future__ import annotations

from dataclasses import dataclass

from twin.site_document import Signal
from twin.telemetry.sample import NANOSECONDS, Sample

SIGNS_OF_LIFE_PER_STALE_TIME = 3
"""A steady signal is sent this often within its stale time, so that one lost sample is no alarm."""


@dataclass(frozen=True)
class KeepPolicy:
    """Least seconds between two kept samples of a signal while it keeps changing."""

    minimum_interval_seconds: float = 1.0


class DeadBand:
    """Remembers the last kept sample of every signal."""

    def __init__(self, policy: KeepPolicy) -> None:
        self._policy = policy
        self._last: dict[str, Sample] = {}

    def reset(self) -> None:
        """Forget everything, as after a lost connection: the next sample of each signal is kept."""
        self._last.clear()

    def keeps(self, sample: Sample, signal: Signal) -> bool:
        """Return whether to keep the sample, and remember it if so."""
        last = self._last.get(sample.alias)
        keep = last is None or self._is_news(last, sample, signal)
        if keep:
            self._last[sample.alias] = sample
        return keep

    def _is_news(self, last: Sample, sample: Sample, signal: Signal) -> bool:
        if sample.quality != last.quality:
            return True
        elapsed = (sample.time_nanoseconds - last.time_nanoseconds) / NANOSECONDS
        if elapsed >= signal.stale_after_seconds / SIGNS_OF_LIFE_PER_STALE_TIME:
            return True
        if elapsed < self._policy.minimum_interval_seconds:
            return False
        return _differs(last, sample, signal.dead_band)


def _differs(last: Sample, sample: Sample, dead_band: float) -> bool:
    old, new = last.value, sample.value
    if isinstance(old, bool) or isinstance(new, bool):
        return old != new
    if isinstance(old, int | float) and isinstance(new, int | float):
        return old != new if dead_band <= 0 else abs(new - old) > dead_band
    return old != new
