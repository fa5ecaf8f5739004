"""The prediction and its interval: the nominal run, and the quantiles over sampled parameters.

Parameters are taken as independent and normal with their stated standard uncertainties (JCGM
101:2008, propagation of distributions by a Monte Carlo method). The interval says what the stated
uncertainties imply; it knows nothing of errors of the model itself.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulate.runtime import ModelRuntime
from twin.simulation.job import JobInput, JobOutput


def predict(
    runtime: ModelRuntime, job: JobInput, inputs: Mapping[str, float] | None = None
) -> dict[str, JobOutput]:
    """Return every output with the bounds of its interval; equal jobs give equal bounds.

    `inputs` are those of one candidate: all candidates of a job see the same samples, so that what
    differs between them is their inputs alone.
    """
    given = job.inputs if inputs is None else inputs
    nominal = _run(runtime, job, given, {item.name: item.value for item in job.parameters})
    sampled = [_run(runtime, job, given, parameters) for parameters in _samples(job)]
    return {name: _with_bounds(name, nominal, sampled, job) for name in job.outputs}


def _samples(job: JobInput) -> list[dict[str, float]]:
    generator = np.random.default_rng(job.seed)
    draws = generator.standard_normal((job.samples, len(job.parameters)))
    return [
        {
            item.name: item.value + item.standard_uncertainty * float(draw)
            for item, draw in zip(job.parameters, row, strict=True)
        }
        for row in draws
    ]


def _run(
    runtime: ModelRuntime,
    job: JobInput,
    inputs: Mapping[str, float],
    parameters: Mapping[str, float],
) -> dict[str, float]:
    return runtime.run(
        {**inputs, **parameters},
        horizon_seconds=job.horizon_seconds,
        step_seconds=job.step_seconds,
        outputs=job.outputs,
    )


def _with_bounds(
    name: str, nominal: Mapping[str, float], sampled: list[dict[str, float]], job: JobInput
) -> JobOutput:
    tail = (1 - job.interval_probability) / 2
    values = [one[name] for one in sampled] or [nominal[name]]
    lower, upper = np.quantile(values, [tail, 1 - tail])
    value = nominal[name]
    return JobOutput(value, min(value, float(lower)), max(value, float(upper)))
