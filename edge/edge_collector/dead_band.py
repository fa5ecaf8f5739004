"""Decide which samples are worth keeping: changes, and a sign of life now and then.

Never suppressed: the first value, a change of quality, a change after a bad value. A change soon
after the one before waits until the least interval is over, because it may be the last for long.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from twin.site_document import Signal
from twin.telemetry.rates import MINIMUM_INTERVAL_SECONDS, SIGNS_OF_LIFE_PER_STALE_TIME
from twin.telemetry.sample import NANOSECONDS, Sample


@dataclass(frozen=True)
class KeepPolicy:
    """Least seconds between two kept samples of a signal while it keeps changing."""

    minimum_interval_seconds: float = MINIMUM_INTERVAL_SECONDS


@dataclass
class _Track:
    """What is known of one signal; `heard_at` and `due_at` on this machine's steady clock."""

    kept: Sample
    seen: Sample
    heard_at: float
    waiting: Sample | None = None
    due_at: float = 0.0


@dataclass
class DeadBand:
    """Remembers the last kept, the last seen and the waiting sample of every signal."""

    policy: KeepPolicy
    clock: Callable[[], float] = time.monotonic
    _tracks: dict[str, _Track] = field(default_factory=dict)

    def offer(self, sample: Sample, signal: Signal) -> list[Sample]:
        """Return the samples to keep now that this one is here, oldest first."""
        track = self._tracks.get(sample.alias)
        if track is None:
            self._tracks[sample.alias] = _Track(sample, sample, self.clock())
            return [sample]
        track.seen, track.heard_at = sample, self.clock()
        kept = self._held_long(track, sample)
        return [*kept, *self._judge(track, sample, signal)]

    def see(self, sample: Sample, time_ns: int) -> list[Sample]:
        """Note a sample whose source time is not newer than one that was kept.

        Some PLCs leave the source time as it is when only the quality changes: such a sample is
        kept with the present time.
        """
        track = self._tracks.get(sample.alias)
        if track is None:
            self._tracks[sample.alias] = _Track(sample, sample, self.clock())
            return []
        track.seen, track.heard_at = sample, self.clock()
        if sample.quality == track.kept.quality or track.kept.time_nanoseconds >= time_ns:
            return []
        return [self._keep(track, replace(sample, time_nanoseconds=time_ns))]

    def due(self) -> list[Sample]:
        """Return the waiting samples whose time has come."""
        now = self.clock()
        return [
            self._keep(track, track.waiting)
            for track in self._tracks.values()
            if track.waiting is not None and now >= track.due_at
        ]

    def is_waiting(self, sample: Sample) -> bool:
        """Return whether the sample waits for the end of the least interval."""
        track = self._tracks.get(sample.alias)
        return track is not None and track.waiting is sample

    def signs_of_life(self, signal_of: Callable[[str], Signal], time_ns: int) -> list[Sample]:
        """Return what signals hold that were silent for long, stamped with the present time.

        For PLCs that send and stamp changes only: while the connection lives, silence means that
        the value still holds. Where the last source time is ahead of ours, there is no need yet.
        """
        now = self.clock()
        steady = [
            track
            for alias, track in self._tracks.items()
            if now - track.heard_at >= _sign_of_life_seconds(signal_of(alias))
            and track.kept.time_nanoseconds < time_ns
        ]
        for track in steady:
            track.heard_at = now
        return [self._keep(one, replace(one.seen, time_nanoseconds=time_ns)) for one in steady]

    def release(self) -> list[Sample]:
        """Return what waits and forget everything, as after a lost connection.

        The next sample of each signal is kept.
        """
        waiting = [t.waiting for t in self._tracks.values() if t.waiting is not None]
        self._tracks.clear()
        return waiting

    def _held_long(self, track: _Track, sample: Sample) -> list[Sample]:
        """Return the waiting sample where it held longer than the interval before the next came."""
        waiting = track.waiting
        if waiting is None or _seconds(waiting, sample) < self.policy.minimum_interval_seconds:
            return []
        return [self._keep(track, waiting)]

    def _judge(self, track: _Track, sample: Sample, signal: Signal) -> list[Sample]:
        if sample.quality != track.kept.quality:
            before = [] if track.waiting is None else [track.waiting]
            return [*before, self._keep(track, sample)]
        elapsed = _seconds(track.kept, sample)
        if elapsed >= _sign_of_life_seconds(signal):
            return [self._keep(track, sample)]
        if not _differs(track.kept, sample, signal.dead_band):
            track.waiting = None
            return []
        if elapsed >= self.policy.minimum_interval_seconds:
            return [self._keep(track, sample)]
        track.waiting = sample
        track.due_at = self.clock() + self.policy.minimum_interval_seconds - elapsed
        return []

    def _keep(self, track: _Track, sample: Sample) -> Sample:
        track.kept, track.waiting = sample, None
        return sample


def _seconds(earlier: Sample, later: Sample) -> float:
    return (later.time_nanoseconds - earlier.time_nanoseconds) / NANOSECONDS


def _sign_of_life_seconds(signal: Signal) -> float:
    return signal.stale_after_seconds / SIGNS_OF_LIFE_PER_STALE_TIME


def _differs(last: Sample, sample: Sample, dead_band: float) -> bool:
    old, new = last.value, sample.value
    if isinstance(old, bool) or isinstance(new, bool):
        return old != new
    if isinstance(old, int | float) and isinstance(new, int | float):
        return old != new if dead_band <= 0 else abs(new - old) > dead_band
    return old != new
