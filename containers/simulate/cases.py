"""All that one job runs: the one case of a run, or each candidate of a what-if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulate.interval import predict
from simulate.single_run import SingleRunModel
from simulate.trajectory import trajectory
from twin.simulation.errors import ModelBroken
from twin.simulation.job import JobInput


def run_cases(
    job: JobInput, kind: str, file: Path, folder: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the result and the trajectories of a job as JSON has them.

    A candidate that the model refuses says why in its place; the others go on.

    Raises:
        ModelBroken: the model cannot be loaded, or the one case of a run does not end well.
    """
    with SingleRunModel(kind, file, folder) as runtime:
        if not job.candidates:
            outputs, course = _run(runtime, job, job.inputs)
            return {"outputs": outputs}, {"cases": [course]}
        cases = [_tried(runtime, job, inputs) for inputs in job.candidates]
    results = [result for result, _ in cases]
    return {"outputs": {}, "candidates": results}, {"cases": [course for _, course in cases]}


def _tried(
    runtime: SingleRunModel, job: JobInput, inputs: Mapping[str, float]
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    try:
        outputs, course = _run(runtime, job, inputs)
    except ModelBroken as error:
        return {"error": error.to_dict()}, None
    return {"outputs": outputs}, course


def _run(
    runtime: SingleRunModel, job: JobInput, inputs: Mapping[str, float]
) -> tuple[dict[str, Any], dict[str, Any]]:
    outputs = {name: asdict(one) for name, one in predict(runtime, job, inputs).items()}
    return outputs, asdict(trajectory(runtime, job, inputs))
