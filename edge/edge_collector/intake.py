"""From decoded samples to what the spool takes: order, checks, dead-band."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from edge_collector.dead_band import DeadBand
from edge_collector.refusals import Refusals
from edge_runtime.rows import Refusal
from edge_runtime.spool import Spool
from twin.site_document import Signal
from twin.telemetry.errors import TelemetryError, TimestampTooOld
from twin.telemetry.sample import NANOSECONDS, Sample
from twin.telemetry.validation import check_sample

MAXIMUM_UNWRITTEN = 200_000
"""Samples kept in memory while the spool cannot be written; the oldest go first, counted."""

CLOCK_IS_SET_AFTER = 1_735_689_600.0
"""2025-01-01: before that, this machine started without a clock and cannot judge any other."""

_VALUE_ERRORS = ("VALUE_NOT_FINITE", "VALUE_OUT_OF_RANGE", "VALUE_TYPE_MISMATCH")


@dataclass
class IntakeCounts:
    """Numbers of samples that were seen, and what became of them at once.

    The others wait for the end of the least interval, or were followed by another before it.
    """

    seen: int = 0
    kept: int = 0
    unchanged: int = 0
    not_newer: int = 0
    refused: int = 0
    lost: int = 0


@dataclass
class Intake:
    """Collects samples between two commits; `commit` writes them to the spool."""

    signals: Mapping[str, Signal]
    dead_band: DeadBand
    spool: Spool
    refusals: Refusals = field(default_factory=Refusals)
    counts: IntakeCounts = field(default_factory=IntakeCounts)

    def __post_init__(self) -> None:
        self._newest = self.spool.cursors()
        self._samples: list[Sample] = []
        self._letters: list[Refusal] = []

    def offer(self, sample: Sample, *, now: float) -> None:
        """Take one sample; source times must rise, so that a repeat cannot overwrite a value."""
        self.counts.seen += 1
        fit = self._fit(sample, now=now)
        if fit is None:
            return
        if not self._is_newer(fit):
            self.counts.not_newer += 1
            self._keep(self.dead_band.see(fit, round(now * NANOSECONDS)))
            return
        kept = self.dead_band.offer(fit, self.signals[fit.alias])
        if not kept and not self.dead_band.is_waiting(fit):
            self.counts.unchanged += 1
        self._keep(kept)

    def advance(self, *, now: float) -> None:
        """Keep what has waited long enough, and signs of life; only while the connection lives."""
        self._keep(self.dead_band.due())
        self._keep(self.dead_band.signs_of_life(self.signals.__getitem__, round(now * NANOSECONDS)))

    def disconnect(self) -> None:
        """Keep what waits, and take the next sample of each signal whatever it is."""
        self._keep(self.dead_band.release())

    def commit(self, *, now: float) -> int:
        """Write what was taken since the last commit in one transaction; return the number.

        Where the spool cannot be written, everything stays for the next commit.
        """
        count = len(self._samples) + len(self._letters)
        if count:
            self._bound()
            self.spool.accept(self._samples, self._letters, now=now)
            self._samples, self._letters = [], []
        return count

    def _fit(self, sample: Sample, *, now: float) -> Sample | None:
        """Return what to tell the twin: the sample, that its signal is bad, or nothing."""
        present = now if now >= CLOCK_IS_SET_AFTER else sample.time
        try:
            check_sample(sample, self.signals, now=present)
        except TimestampTooOld:
            # A value that last changed long ago is true; the publisher puts it aside for an import.
            return sample
        except TelemetryError as error:
            self._refuse(sample, error)
            return replace(sample, value=None, quality="BAD") if _is_of_value(error) else None
        return sample

    def _refuse(self, sample: Sample, error: TelemetryError) -> None:
        """Keep a refused sample for people, unless it is a repeat."""
        self.counts.refused += 1
        letter = self.refusals.letter(sample, error) if self._is_newer(sample) else None
        if letter is not None:
            self._letters.append(letter)

    def _is_newer(self, sample: Sample) -> bool:
        return sample.time_nanoseconds > self._newest.get(sample.alias, 0)

    def _keep(self, samples: Iterable[Sample]) -> None:
        for sample in samples:
            newest = self._newest.get(sample.alias, 0)
            self._newest[sample.alias] = max(newest, sample.time_nanoseconds)
            self._samples.append(sample)
            self.counts.kept += 1

    def _bound(self) -> None:
        excess = len(self._samples) - MAXIMUM_UNWRITTEN
        if excess > 0:
            del self._samples[:excess]
            self.counts.lost += excess


def _is_of_value(error: TelemetryError) -> bool:
    return error.code in _VALUE_ERRORS
