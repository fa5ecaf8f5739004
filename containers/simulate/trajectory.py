"""The course of a run at the nominal parameters: what a console replays on its time axis."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulate.single_run import SingleRunModel
from twin.simulation.job import JobInput

MOST_POINTS = 240
"""Of one case: more than a chart of a console has room for."""

MOST_VALUES = 200_000
"""Of all cases and outputs together: what a console may have to load."""


@dataclass(frozen=True)
class Trajectory:
    """Seconds since the run's inputs were taken, and every output then; its end is the result."""

    seconds: list[float]
    outputs: dict[str, list[float]]


def trajectory(runtime: SingleRunModel, job: JobInput, inputs: Mapping[str, float]) -> Trajectory:
    """Run a case once and keep its start, its end and evenly spread points between.

    Raises:
        ModelBroken: the run does not end well.
    """
    nominal = {item.name: item.value for item in job.parameters}
    seconds, table = runtime.course(
        {**inputs, **nominal},
        horizon_seconds=job.horizon_seconds,
        step_seconds=job.step_seconds,
        outputs=job.outputs,
    )
    kept = spread(len(seconds), points_of(job))
    columns = {name: [row[index] for row in table] for index, name in enumerate(job.outputs)}
    return Trajectory(
        [seconds[index] for index in kept],
        {name: [column[index] for index in kept] for name, column in columns.items()},
    )


def points_of(job: JobInput) -> int:
    """Return how many points each case of a job may have."""
    series = len(job.cases) * max(1, len(job.outputs))
    return max(2, min(MOST_POINTS, MOST_VALUES // series))


def spread(count: int, most: int) -> Sequence[int]:
    """Return at most so many of the numbers below `count`, the first and the last among them."""
    if count <= most:
        return range(count)
    stride = math.ceil((count - 1) / (most - 1))
    return [*range(0, count - 1, stride), count - 1]
