"""The candidates of a what-if, ranked once and for all into a file of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulation_publish.judging import Judging
from simulation_runtime.run_files import write_file
from twin.simulation.errors import RunFailed
from twin.simulation.job import ranking_key
from twin.simulation.run import Run
from twin.simulation.what_if.comparison import Comparison
from twin.simulation.what_if.limits import breaches, limits_of
from twin.simulation.what_if.ranking import Outcome, ranked


def publish_comparison(run: Run, judging: Judging, results: Sequence[Mapping[str, Any]]) -> None:
    """Write the outcomes from the best to the worst.

    Raises:
        RunFailed: the job gave another number of results than there are candidates.
    """
    comparison = Comparison.from_raw(run.what_if or {})
    if len(results) != len(comparison.candidates):
        raise RunFailed(
            "the job did not run each candidate",
            found=f"{len(results)} results",
            expected=f"{len(comparison.candidates)}",
        )
    outcomes = [_outcome(run, judging, comparison, *one) for one in enumerate(results)]
    ordered = ranked(outcomes, comparison.objective)
    raw = [one.to_raw(number + 1) for number, one in enumerate(ordered)]
    write_file(ranking_key(run.run_id), {"input_digest": run.input_digest, "outcomes": raw})


def _outcome(
    run: Run, judging: Judging, comparison: Comparison, index: int, result: Mapping[str, Any]
) -> Outcome:
    candidate = comparison.candidates[index]
    inputs = {**run.inputs, **candidate.inputs}
    if "error" in result:
        return Outcome(index, candidate, inputs, error=result["error"])
    outputs = judging.outputs(result["outputs"], with_measured=False)
    limits = limits_of(judging.model, judging.site)
    return Outcome(index, candidate, inputs, outputs, breaches(limits, inputs, outputs))
