"""Models as estimators see them: whole runs from the known start, NaN where there is no number.

Each run begins with a reset and a whole initialisation, so that no state of an earlier parameter
vector is left: hidden states would be blamed on the parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model_runtime.experiment import Experiment
from model_runtime.runtime import ModelRuntime
from twin.calibration.errors import MethodUnsuitable
from twin.calibration.model import Capabilities, Simulator
from twin.calibration.window import Floats, Window
from twin.recalibration.order import CalibrationOrder
from twin.simulation.errors import ModelBroken
from twin.simulation.model_errors import RunDiverged, StateNotFinite, StepRefused

NO_NUMBER = (RunDiverged, StateNotFinite, StepRefused)
"""What a model may do for some parameters; any other error is one for all of them."""


@dataclass(frozen=True)
class Layout:
    """Which model variables the columns of a window are, and what is set beside them."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    estimated: tuple[str, ...]
    fixed: Mapping[str, float]

    def values(self, parameters: Floats, inputs: Floats) -> dict[str, float]:
        """Return the start values of a run."""
        return {
            **self.fixed,
            **dict(zip(self.estimated, parameters.tolist(), strict=True)),
            **dict(zip(self.inputs, inputs.tolist(), strict=True)),
        }


@dataclass(frozen=True)
class SteadySimulator:
    """Each sample is a run of its own over the horizon, as a prediction is."""

    model: ModelRuntime
    layout: Layout
    horizon_seconds: float
    step_seconds: float

    @property
    def capabilities(self) -> Capabilities:
        """Return what the model can do."""
        return _capabilities(self.model)

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        """Return the outputs [n, p]: the end values of n runs."""
        rows = [self.layout.values(parameters, inputs) for inputs in window.inputs]
        steps = int(self.horizon_seconds / self.step_seconds + 1e-9)
        rest = self.horizon_seconds - steps * self.step_seconds
        whole = Experiment(self.step_seconds, steps, self.layout.outputs)
        if rest > 1e-9 * self.step_seconds:
            last = Experiment(rest, 1, self.layout.outputs)
            return np.array([self._with_rest(row, whole, last) for row in rows])
        found = self.model.batch(rows, whole)
        return np.array([_numbers(values, len(self.layout.outputs)) for values in found])

    def _with_rest(self, row: Mapping[str, float], whole: Experiment, last: Experiment) -> Floats:
        try:
            self.model.reset(row)
            self.model.end_values(whole)
            return self.model.end_values(last)
        except NO_NUMBER:
            return np.full(len(self.layout.outputs), np.nan)


@dataclass(frozen=True)
class DynamicSimulator:
    """A window is one run from the model's own start; inputs hold from sample to sample."""

    model: ModelRuntime
    layout: Layout
    step_seconds: float

    @property
    def capabilities(self) -> Capabilities:
        """Return what the model can do."""
        return _capabilities(self.model)

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        """Return the outputs [n, p] at the samples.

        Raises:
            MethodUnsuitable: the samples are not equal whole steps of the model.
        """
        steps = self._steps_between(window)
        inputs = {
            name: np.repeat(column[:-1], steps)
            for name, column in zip(self.layout.inputs, window.inputs.T, strict=True)
        }
        experiment = Experiment(
            self.step_seconds, steps * (len(window.inputs) - 1), self.layout.outputs, inputs
        )
        try:
            self.model.reset(self.layout.values(parameters, window.inputs[0]))
            return np.asarray(self.model.trajectory(experiment)[::steps])
        except NO_NUMBER:
            return np.full(window.outputs.shape, np.nan)

    def _steps_between(self, window: Window) -> int:
        gaps = np.diff(window.times_seconds) / self.step_seconds
        steps = round(float(gaps[0])) if gaps.size else 1
        if steps < 1 or (gaps.size and np.abs(gaps - steps).max() > 1e-6):
            raise MethodUnsuitable(
                "the samples are not equal whole steps of the model",
                found=f"{float(gaps.min()):g} to {float(gaps.max()):g} steps",
                expected=f"one number of steps of {self.step_seconds:g} s",
            )
        return steps


def simulator_of(
    order: CalibrationOrder, inputs: tuple[str, ...], model: ModelRuntime
) -> Simulator:
    """Return the model of an order as the estimators see it."""
    estimated = tuple(item.name for item in order.settings.parameters)
    layout = Layout(
        inputs=inputs,
        outputs=tuple(item.variable for item in order.settings.outputs),
        estimated=estimated,
        fixed={item.name: item.value for item in order.champion if item.name not in estimated},
    )
    if order.settings.response == "dynamic":
        return DynamicSimulator(model, layout, order.step_seconds)
    return SteadySimulator(model, layout, order.horizon_seconds, order.step_seconds)


def _capabilities(model: ModelRuntime) -> Capabilities:
    said = model.describe().capabilities
    return Capabilities(can_save_state=said.can_save_state, can_batch=said.can_batch)


def _numbers(values: Floats | ModelBroken, count: int) -> Floats:
    if isinstance(values, NO_NUMBER):
        return np.full(count, np.nan)
    if isinstance(values, ModelBroken):
        raise values
    return values
