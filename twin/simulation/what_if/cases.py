"""From a comparison to the inputs of each case, and what they say against its prediction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twin.simulation.manifest import ValidRange
from twin.simulation.trust.validity import reasons_of_inputs
from twin.simulation.what_if.comparison import Comparison
from twin.site_document import SimulationModel, SiteDocument


def case_inputs(
    comparison: Comparison, inputs: Mapping[str, float]
) -> tuple[dict[str, float], ...]:
    """Return all inputs of each candidate: the measured ones, and what it has instead."""
    return tuple({**inputs, **one.inputs} for one in comparison.candidates)


def judged(
    comparison: Comparison,
    cases: Sequence[Mapping[str, float]],
    model: SimulationModel,
    site: SiteDocument,
    training_box: Mapping[str, ValidRange],
) -> Comparison:
    """Return the comparison with what the inputs of each case say against its prediction."""
    return comparison.with_reasons(
        [reasons_of_inputs(model, site, case, training_box) for case in cases]
    )
