"""What ends a run early: values that are no numbers, values out of every bound, too much time."""

from __future__ import annotations

import time

import numpy as np

from model_runtime.experiment import Experiment, Floats, ModelDescription
from twin.simulation.model_errors import RunDiverged, RunTooLong, StateNotFinite

LARGEST = 1e30
"""No quantity in any unit is larger: what is has diverged, even where no range is declared."""


class Guard:
    """Watches the outputs and the processor time of one run."""

    def __init__(self, description: ModelDescription, experiment: Experiment) -> None:
        self._names = experiment.outputs
        self._limit = experiment.processor_seconds
        self._end = time.process_time() + experiment.processor_seconds
        low = {item.name: item.minimum for item in description.variables}
        high = {item.name: item.maximum for item in description.variables}
        self._low = _bounds([low.get(name) for name in self._names], -LARGEST)
        self._high = _bounds([high.get(name) for name in self._names], LARGEST)

    def check(self, rows: Floats, *, first_step: int) -> None:
        """Check the outputs of consecutive steps.

        Raises:
            StateNotFinite: one is NaN or infinite.
            RunDiverged: one left its range.
            RunTooLong: the run has used its processor time.
        """
        inside = (rows >= self._low) & (rows <= self._high)  # False for NaN
        if not inside.all():
            row, column = (int(place) for place in np.argwhere(~inside)[0])
            self._refuse(column, float(rows[row, column]), first_step + row)
        if time.process_time() > self._end:
            raise RunTooLong(
                "the run took too long",
                found=f"step {first_step + len(rows) - 1} not passed in time",
                expected=f"an end within {self._limit:g} s of processor time",
            )

    def _refuse(self, column: int, value: float, step: int) -> None:
        name = self._names[column]
        if not np.isfinite(value):
            raise StateNotFinite(f"{name} is no number", found=str(value), where=f"step {step}")
        raise RunDiverged(
            f"{name} left its range",
            found=f"{value:g}",
            expected=f"from {self._low[column]:g} to {self._high[column]:g}",
            where=f"step {step}",
        )


def _bounds(values: list[float | None], without: float) -> Floats:
    return np.array([without if value is None else value for value in values])
