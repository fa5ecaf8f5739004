"""From decoded samples to what the spool takes: order, checks, dead-band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from edge_collector.dead_band import DeadBand
from edge_runtime.spool import Refusal, Spool
from twin.site_document import Signal
from twin.telemetry.errors import TelemetryError, TimestampTooOld
from twin.telemetry.sample import Sample
from twin.telemetry.validation import check_sample


@dataclass
class IntakeCounts:
    """Numbers of samples that were seen and deliberately not kept."""

    unchanged: int = 0
    not_newer: int = 0


@dataclass
class Intake:
    """Collects samples between two commits; `commit` writes them to the spool."""

    signals: Mapping[str, Signal]
    dead_band: DeadBand
    spool: Spool
    counts: IntakeCounts = field(default_factory=IntakeCounts)

    def __post_init__(self) -> None:
        self._newest = self.spool.cursors()
        self._samples: list[Sample] = []
        self._refusals: list[Refusal] = []

    def offer(self, sample: Sample, *, now: float) -> None:
        """Take one sample; source times must rise, so that a repeat cannot overwrite a value."""
        if sample.time_nanoseconds <= self._newest.get(sample.alias, 0):
            self.counts.not_newer += 1
            return
        try:
            signal = check_sample(sample, self.signals, now=now)
        except TimestampTooOld:
            # A value that last changed long ago is true; the publisher puts it aside for an import.
            signal = self.signals[sample.alias]
        except TelemetryError as error:
            self._refuse(sample, error)
            return
        if not self.dead_band.keeps(sample, signal):
            self.counts.unchanged += 1
            return
        self._newest[sample.alias] = sample.time_nanoseconds
        self._samples.append(sample)

    def commit(self, *, now: float) -> int:
        """Write what was taken since the last commit in one transaction; return the number."""
        count = len(self._samples) + len(self._refusals)
        if count:
            self.spool.accept(self._samples, self._refusals, now=now)
            self._samples, self._refusals = [], []
        return count

    def _refuse(self, sample: Sample, error: TelemetryError) -> None:
        """Keep the refused value for people, and tell the twin that the signal is bad now."""
        signal = self.signals.get(sample.alias)
        bad = replace(sample, value=None, quality="BAD")
        if signal is not None and not self.dead_band.keeps(bad, signal):
            self.counts.unchanged += 1
            return
        self._refusals.append(Refusal(sample, error.code, str(error)))
        if error.code in _VALUE_ERRORS:
            self._newest[sample.alias] = sample.time_nanoseconds
            self._samples.append(bad)


_VALUE_ERRORS = ("VALUE_NOT_FINITE", "VALUE_OUT_OF_RANGE", "VALUE_TYPE_MISMATCH")
