"""Whether a prediction may be relied on, and every reason why not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from twin.simulation.manifest import ValidRange
from twin.simulation.trust.drift import is_drifting
from twin.simulation.trust.measured_coverage import FEWEST, measured_coverage
from twin.simulation.trust.tally import OutputTally
from twin.site_document import SimulationModel, SiteDocument

Code = Literal[
    "PREDICTION_INPUT_OUT_OF_RANGE",
    "PREDICTION_OUTSIDE_TRAINING",
    "PREDICTION_COVERAGE_UNKNOWN",
    "PREDICTION_COVERAGE_LOW",
    "PREDICTION_DRIFTING",
]
CODES: tuple[Code, ...] = get_args(Code)

VALID = "VALID"
"""What is stored beside the measured values where there is no reason."""


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against a prediction."""

    code: Code
    message: str


@dataclass(frozen=True)
class Validity:
    """`valid` where nothing speaks against the prediction."""

    valid: bool
    reasons: tuple[Reason, ...]

    @classmethod
    def of(cls, reasons: Sequence[Reason]) -> Validity:
        """Return the flag that reasons make."""
        return cls(not reasons, tuple(reasons))

    @property
    def text(self) -> str:
        """Return the codes, each once, or `VALID`; short enough for a value of a signal."""
        return " ".join(dict.fromkeys(one.code for one in self.reasons)) or VALID


def reasons_of_inputs(
    model: SimulationModel,
    site: SiteDocument,
    inputs: Mapping[str, float],
    training_box: Mapping[str, ValidRange],
) -> tuple[Reason, ...]:
    """Return what the inputs of a run say against it.

    `training_box` is where the model and its parameters are known to hold; a variable without a
    range there holds wherever its signal may be.
    """
    bound = dict(model.inputs)
    return (
        *_out_of_range(site, bound, inputs),
        *_outside_training(site, bound, inputs, training_box),
    )


def reasons_of_past(tallies: Mapping[str, OutputTally]) -> tuple[Reason, ...]:
    """Return what the past predictions of a model, by output, say against the present one."""
    return tuple(
        reason for variable, tally in tallies.items() for reason in _of_output(variable, tally)
    )


def _out_of_range(
    site: SiteDocument, bound: Mapping[str, str], inputs: Mapping[str, float]
) -> Iterator[Reason]:
    for variable, value in inputs.items():
        signal = site.signal_by_alias[bound[variable]]
        low = -math.inf if signal.range_low is None else signal.range_low
        high = math.inf if signal.range_high is None else signal.range_high
        if not low <= value <= high:
            yield Reason(
                "PREDICTION_INPUT_OUT_OF_RANGE",
                f"{variable} is {value:g} {signal.unit}; its signal goes from {low:g} to {high:g}",
            )


def _outside_training(
    site: SiteDocument,
    bound: Mapping[str, str],
    inputs: Mapping[str, float],
    training_box: Mapping[str, ValidRange],
) -> Iterator[Reason]:
    for variable, value in inputs.items():
        box = training_box.get(variable)
        if box is not None and not box.holds(value):
            unit = site.signal_by_alias[bound[variable]].unit
            yield Reason(
                "PREDICTION_OUTSIDE_TRAINING",
                f"{variable} is {value:g} {unit}; the model was made for {box.low:g} to"
                f" {box.high:g}",
            )


def _of_output(variable: str, tally: OutputTally) -> Iterator[Reason]:
    judged = tally.of_present_version
    coverage = measured_coverage([one.held for one in judged])
    if coverage is None:
        yield Reason(
            "PREDICTION_COVERAGE_UNKNOWN",
            f"{variable}: {FEWEST} predictions of this version must be measured first; so far"
            f" {len(judged)}",
        )
        return
    if coverage.is_below(tally.level):
        yield Reason(
            "PREDICTION_COVERAGE_LOW",
            f"intervals of {variable} held {coverage.share:.0%} of {coverage.count} measured"
            f" values instead of {tally.level:.0%}",
        )
    if is_drifting(judged, tally.level):
        yield Reason(
            "PREDICTION_DRIFTING",
            f"the last predictions of {variable} miss unlike those before: the asset or a sensor"
            " has changed",
        )
