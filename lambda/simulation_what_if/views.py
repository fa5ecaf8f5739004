"""A what-if as the API shows it."""

from __future__ import annotations

from typing import Any

from simulation_runtime.run_files import read_file
from twin.simulation.errors import WhatIfUnknown
from twin.simulation.job import ranking_key
from twin.simulation.run import Run
from twin.simulation.what_if.comparison import Comparison
from twin.simulation.what_if.ranking import Outcome


def comparison_of(run: Run) -> Comparison:
    """Return what a run compares.

    Raises:
        WhatIfUnknown: it is no what-if of several candidates.
    """
    if run.what_if is None:
        raise WhatIfUnknown(
            "the run compares no candidates",
            found=f"{run.kind} {run.run_id}",
            expected="a run of POST /what-if",
            where="run_id",
        )
    return Comparison.from_raw(run.what_if)


def what_if_body(run: Run, comparison: Comparison) -> dict[str, Any]:
    """Return the run with its candidates: ranked once it succeeded, before in their own order."""
    raw = comparison.to_raw()
    return {
        "run": run.to_body(),
        "command_id": comparison.command_id or None,
        "objective": raw["objective"],
        "outcomes": _outcomes(run, comparison),
    }


def _outcomes(run: Run, comparison: Comparison) -> list[dict[str, Any]]:
    if run.state == "SUCCEEDED":
        ranked: list[dict[str, Any]] = read_file(ranking_key(run.run_id), run)["outcomes"]
        return ranked
    return [
        Outcome(index, one, {**run.inputs, **one.inputs}).to_raw(None)
        for index, one in enumerate(comparison.candidates)
    ]
