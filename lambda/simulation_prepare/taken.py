"""The inputs that a run takes: measured ones, with what a what-if has in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from twin.simulation.inputs import model_inputs
from twin.simulation.manifest import ValidRange
from twin.simulation.run import Run
from twin.simulation.what_if.cases import case_inputs, judged
from twin.simulation.what_if.comparison import Comparison
from twin.site_document import SimulationModel, SiteDocument
from twin.telemetry.sample import Sample


@dataclass(frozen=True)
class Taken:
    """What goes into a run: `inputs`, of which the `replaced` ones were not taken from signals.

    A what-if that compares candidates has the inputs of each in `cases`, and in `inputs` those that
    were measured; `what_if` is the comparison with what speaks against each candidate.
    """

    inputs: Mapping[str, float]
    replaced: Mapping[str, float]
    cases: tuple[Mapping[str, float], ...] = ()
    what_if: Mapping[str, Any] | None = field(default=None)


def taken(
    run: Run,
    model: SimulationModel,
    site: SiteDocument,
    *,
    samples: Mapping[str, Sample],
    training_box: Mapping[str, ValidRange],
    now: float,
) -> Taken:
    """Return the inputs of a run.

    Raises:
        InputUnusable: a signal has no value, a bad one, or one that is stale.
    """
    if run.what_if is None:
        inputs = model_inputs(model, site, samples=samples, replaced=run.inputs, now=now)
        return Taken(inputs, run.inputs)
    comparison = Comparison.from_raw(run.what_if)
    replaced = comparison.always_replaced
    inputs = model_inputs(model, site, samples=samples, replaced=replaced, now=now)
    cases = case_inputs(comparison, inputs)
    measured = {name: value for name, value in inputs.items() if name not in replaced}
    told = judged(comparison, cases, model, site, training_box)
    return Taken(measured, replaced, cases, told.to_raw())
