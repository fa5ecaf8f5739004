"""The candidates of a what-if, ranked once and for all into a file of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulation_publish.judging import Judging
from simulation_runtime.run_files import write_file
from twin.simulation.errors import RunFailed
from twin.simulation.job import ranking_key
from twin.simulation.what_if.comparison import Candidate, Comparison
from twin.simulation.what_if.limits import Limit, breaches, limits_of
from twin.simulation.what_if.ranking import Outcome, ranked


def publish_comparison(
    comparison: Comparison, judging: Judging, results: Sequence[Mapping[str, Any]]
) -> None:
    """Write the outcomes from the best to the worst.

    Raises:
        RunFailed: the job gave another number of results than there are candidates.
    """
    if len(results) != len(comparison.candidates):
        raise RunFailed(
            "the job did not run each candidate",
            found=f"{len(results)} results",
            expected=f"{len(comparison.candidates)} results",
        )
    limits = limits_of(judging.model, judging.site)
    outcomes = [
        _outcome(index, candidate, judging, limits, result)
        for index, (candidate, result) in enumerate(
            zip(comparison.candidates, results, strict=True)
        )
    ]
    ordered = ranked(outcomes, comparison.objective)
    raw = [one.to_raw(number + 1) for number, one in enumerate(ordered)]
    run = judging.run
    write_file(ranking_key(run.run_id), {"input_digest": run.input_digest, "outcomes": raw})


def _outcome(
    index: int,
    candidate: Candidate,
    judging: Judging,
    limits: Sequence[Limit],
    result: Mapping[str, Any],
) -> Outcome:
    inputs = {**judging.run.inputs, **candidate.inputs}
    if "error" in result:
        return Outcome(index, candidate, inputs, error=result["error"])
    outputs = judging.outputs(result["outputs"], with_measured=False)
    return Outcome(index, candidate, inputs, outputs, breaches(limits, inputs, outputs))
