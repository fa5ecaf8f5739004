"""The course of a run on a time axis, by the signals that a console shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation_what_if.trajectory_file import find_trajectory
from twin.simulation.errors import TrajectoryUnknown
from twin.simulation.request import find_model
from twin.simulation.run import Run
from twin.simulation.what_if.comparison import Comparison
from twin.site_document import SiteDocument


def course(run: Run, candidate: int, site: SiteDocument) -> dict[str, Any]:
    """Return the outputs of a case over time, and the inputs that held all the while.

    Raises:
        TrajectoryUnknown: the run has not succeeded, or the case gave no result.
    """
    if run.state != "SUCCEEDED":
        raise _unknown("the run has no course yet", found=run.state, expected="SUCCEEDED")
    inputs = _inputs(run, candidate)
    case = _cases(run)[candidate]
    if case is None:
        raise _unknown(
            "the model refused this candidate",
            found=f"candidate {candidate}",
            expected="a candidate that has outputs",
        )
    model = find_model(site, run.model_id)
    measured = {one.variable: one.measured for one in model.predictions}
    return {
        "run_id": run.run_id,
        "candidate": candidate,
        "inputs_at": run.inputs_at,
        "seconds": case["seconds"],
        "outputs": [
            {**_signal(name, measured[name], site), "values": values}
            for name, values in case["outputs"].items()
        ],
        "inputs": [
            {**_signal(name, alias, site), "value": inputs[name]} for name, alias in model.inputs
        ],
    }


def _cases(run: Run) -> list[Any]:
    found = find_trajectory(run)
    if found is None:
        raise TrajectoryUnknown(
            "the run left no course: images of a site's own need not write one",
            found="no trajectory.json",
            expected="a model of another kind",
            where=run.run_id,
        )
    cases: list[Any] = found["cases"]
    return cases


def _inputs(run: Run, candidate: int) -> Mapping[str, float]:
    cases: list[Mapping[str, float]] = [run.inputs]
    if run.what_if is not None:
        comparison = Comparison.from_raw(run.what_if)
        cases = [{**run.inputs, **one.inputs} for one in comparison.candidates]
    if not 0 <= candidate < len(cases):
        raise _unknown(
            "the run has no such candidate",
            found=str(candidate),
            expected=f"0 to {len(cases) - 1}",
        )
    return cases[candidate]


def _signal(variable: str, alias: str, site: SiteDocument) -> dict[str, str]:
    return {"variable": variable, "alias": alias, "unit": site.signal_by_alias[alias].unit}


def _unknown(message: str, *, found: str, expected: str) -> TrajectoryUnknown:
    return TrajectoryUnknown(message, found=found, expected=expected, where="candidate")
