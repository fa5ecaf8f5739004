"""The candidates of a what-if from the best to the worst, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from twin.simulation.run_output import RunOutput
from twin.simulation.what_if.comparison import Candidate, Objective
from twin.simulation.what_if.limits import Breach


@dataclass(frozen=True)
class Outcome:
    """What came of a candidate: its outputs and the limits they break, or why there are none.

    `index` is its place in the request; `inputs` are all of its inputs.
    """

    index: int
    candidate: Candidate
    inputs: Mapping[str, float]
    outputs: Mapping[str, RunOutput] = field(default_factory=dict)
    breaches: tuple[Breach, ...] = ()
    error: Mapping[str, str] | None = None

    def to_raw(self, rank: int | None) -> dict[str, Any]:
        """Return the outcome as the API shows it; one that has no result yet has no rank."""
        candidate = asdict(self.candidate)
        return {
            "index": self.index,
            "rank": rank,
            "name": self.candidate.name,
            "inputs": dict(self.inputs),
            "violations": candidate["violations"],
            "reasons": candidate["reasons"],
            "outputs": {name: asdict(one) for name, one in self.outputs.items()},
            "breaches": [{**asdict(one.limit), "by_value": one.by_value} for one in self.breaches],
            "error": None if self.error is None else dict(self.error),
        }


def ranked(outcomes: Sequence[Outcome], objective: Objective | None) -> tuple[Outcome, ...]:
    """Return the outcomes from the best to the worst; equals stay in the order asked for.

    One that the model refuses comes last. Then count, in this order: rules of commands that are
    broken, limits broken by a value, inputs that the model was not made for, limits that only an
    interval reaches; and at last the objective.
    """

    def badness(one: Outcome) -> tuple[bool, int, int, int, int, float]:
        by_value = sum(breach.by_value for breach in one.breaches)
        return (
            one.error is not None,
            len(one.candidate.violations),
            by_value,
            len(one.candidate.reasons),
            len(one.breaches) - by_value,
            _cost(one, objective),
        )

    return tuple(sorted(outcomes, key=badness))


def _cost(outcome: Outcome, objective: Objective | None) -> float:
    if objective is None or outcome.error is not None:
        return 0.0
    return objective.cost(outcome.outputs[objective.variable].value)
