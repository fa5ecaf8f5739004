"""Reduced-order models: every step gives the outputs at the present parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from model_runtime.experiment import Experiment, Floats, ModelDescription
from model_runtime.reduced_order import ReducedOrderModel, load_model
from model_runtime.runtime import ModelRuntime, Row, check_known
from twin.simulation.errors import ModelBroken
from twin.simulation.manifest import Capabilities
from twin.simulation.variables import ModelVariable


def open_model(file: Path, folder: Path) -> RomRuntime:
    """Load a model.

    Raises:
        DescriptionInvalid: the file is damaged.
    """
    return RomRuntime(load_model(file))


class RomRuntime(ModelRuntime):
    """A surrogate without memory: its parameters are inputs."""

    def __init__(self, model: ReducedOrderModel) -> None:
        self._model = model
        self._interpolator = model.interpolator()
        self._centre = model.parameters.mean(axis=0)
        self._row = self._centre.copy()
        self._outputs = np.zeros(len(model.output_names))
        self._description = ModelDescription(
            variables=(*self._inputs(), *(ModelVariable(n, "output") for n in model.output_names)),
            step_seconds=1.0,
            standard="POD and RBF",
            tool="Digital Twin Framework",
            capabilities=Capabilities(can_save_state=True, can_batch=True),
            training_box=model.training_box,
            held_out_error=model.held_out_error,
        )

    def describe(self) -> ModelDescription:
        """Return what the model says of itself."""
        return self._description

    def reset(self, start_values: Row) -> None:
        """Set parameters; the others are in the middle of the samples."""
        self._row = self._centre.copy()
        self.set_inputs(start_values)
        self.step(0.0)

    def set_inputs(self, inputs: Row) -> None:
        """Set parameters."""
        names = self._model.parameter_names
        check_known(inputs, names, "inputs")
        for name, value in inputs.items():
            self._row[names.index(name)] = value

    def step(self, step_seconds: float) -> None:
        """Interpolate."""
        self._outputs = self._model.evaluate(self._row, self._interpolator)[0]

    def read(self, names: Sequence[str]) -> Floats:
        """Return present values."""
        values = {**self._named(self._model.parameter_names, self._row)}
        values |= self._named(self._model.output_names, self._outputs)
        check_known(names, values)
        return np.array([values[name] for name in names])

    def save_state(self) -> object:
        """Return the parameters and outputs: there is no other state."""
        return self._row.copy(), self._outputs.copy()

    def load_state(self, state: object) -> None:
        """Go on from saved values."""
        assert isinstance(state, tuple)
        self._row, self._outputs = (one.copy() for one in state)

    def batch(self, rows: Iterable[Row], experiment: Experiment) -> list[Floats | ModelBroken]:
        """Interpolate all rows at once."""
        outputs = list(self._model.output_names)
        if experiment.inputs or not set(experiment.outputs) <= set(outputs):
            return super().batch(rows, experiment)
        names = self._model.parameter_names
        table = []
        for row in rows:
            check_known(row, names)
            table.append([row.get(n, c) for n, c in zip(names, self._centre, strict=True)])
        places = [outputs.index(name) for name in experiment.outputs]
        found = self._model.evaluate(np.array(table), self._interpolator)[:, places]
        return [self._checked(one, experiment) for one in found]

    def _inputs(self) -> Iterable[ModelVariable]:
        for name, centre in zip(self._model.parameter_names, self._centre, strict=True):
            yield ModelVariable(name, "input", start=float(centre))

    def _named(self, names: Sequence[str], values: Floats) -> dict[str, float]:
        return dict(zip(names, values.tolist(), strict=True))
