"""Whether the errors of a model have another distribution than when its version was new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from twin.recalibration.drift_evidence import DriftEvidence
from twin.recalibration.output_shift import CHANGES, OutputShift
from twin.site_calibration import ShiftRule


@dataclass(frozen=True)
class PredictionErrors:
    """What was measured less what was predicted `at` UTC seconds, by output.

    Errors are in standard deviations of noise and prediction together. `version` is that of the
    model and of its parameters.
    """

    version: str
    at: float
    by_output: Mapping[str, float]


@dataclass(frozen=True)
class Shift:
    """The outputs of one version; `judged` predictions were compared with their references.

    `last_at` is when the newest prediction that counts was (UTC seconds). What comes late, or
    again, is before it and does not count.
    """

    version: str = ""
    last_at: float = 0.0
    judged: int = 0
    outputs: Mapping[str, OutputShift] = field(default_factory=dict)

    def with_errors(self, errors: PredictionErrors, rule: ShiftRule, *, is_judged: bool) -> Shift:
        """Return the shift with a prediction, unless it is too near to the one before.

        The first predictions of a version become its reference. Later ones are compared with it
        where they are to be judged.
        """
        if errors.at - self.last_at < rule.spacing_minutes * 60 or errors.at <= self.last_at:
            return self
        known = self if errors.version == self.version else Shift(errors.version)
        outputs = dict(known.outputs)
        compared = 0
        for name, error in errors.by_output.items():
            output = outputs.get(name, OutputShift())
            if not output.is_complete:
                outputs[name] = output.learning(error, rule.reference)
            elif is_judged:
                outputs[name] = output.judging(error)
                compared = 1
        return Shift(errors.version, errors.at, known.judged + compared, outputs)

    def found(self, rule: ShiftRule) -> DriftEvidence | None:
        """Return the change of distribution that is found, or None.

        The mean over all outputs and changes is what must not reach the threshold: without a change
        it grows no faster than one of them does.
        """
        if not self.judged:
            return None
        sums = {
            (name, change): value
            for name, output in self.outputs.items()
            for change, value in zip(CHANGES, output.sums, strict=True)
        }
        statistic = sum(sums.values()) / len(sums)
        if statistic < rule.average_run_length:
            return None
        name, change = max(sums, key=sums.__getitem__)
        return DriftEvidence(
            rule="shift",
            predictions=self.judged,
            statistic=statistic,
            threshold=rule.average_run_length,
            output=name,
            change=change,
            reference=len(self.outputs[name].reference),
        )

    def restarted(self) -> Shift:
        """Return the shift with its references, and nothing that was compared with them."""
        outputs = {name: output.restarted() for name, output in self.outputs.items()}
        return replace(self, judged=0, outputs=outputs)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Shift:
        """Read what `asdict` wrote."""
        outputs = {name: OutputShift.from_mapping(item) for name, item in raw["outputs"].items()}
        return cls(**{**raw, "outputs": outputs})
