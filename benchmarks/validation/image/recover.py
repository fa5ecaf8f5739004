"""Least squares around an FMU: parameters from what was measured, by whole runs of the FMU."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.validation.image.exchange import answer
from model_runtime.experiment import Experiment
from model_runtime.runtime import ModelRuntime
from simulate.runtimes.fmu import open_model
from twin.calibration.estimators import estimator
from twin.calibration.model import Capabilities
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.problem import CalibrationProblem, Effort
from twin.calibration.window import Floats, Run, Window


@dataclass(frozen=True)
class FmuSimulator:
    """Whole runs of an FMU from its start values; samples are even, inputs hold between them."""

    model: ModelRuntime
    parameters: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @property
    def capabilities(self) -> Capabilities:
        """Return that its state is hidden."""
        return Capabilities()

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        """Return the outputs [n, p]."""
        times = window.times_seconds
        given = {name: window.inputs[:-1, index] for index, name in enumerate(self.inputs)}
        self.model.reset(dict(zip(self.parameters, parameters.tolist(), strict=True)))
        step = float(times[-1] - times[0]) / (times.size - 1)
        return self.model.trajectory(Experiment(step, times.size - 1, self.outputs, given))


def run(asked: dict[str, Any]) -> dict[str, Any]:
    """Return values and sigmas of the parameters, how many runs it took, and processor time."""
    parameters = tuple(Parameter(**entry) for entry in asked["parameters"])
    inputs = np.array(asked["inputs"]).reshape(len(asked["times"]), -1)
    window = Window(np.array(asked["times"]), inputs, np.array(asked["measured"], dtype=np.float64))
    names = tuple(parameter.name for parameter in parameters)
    with open_model(Path(asked["fmu"]), Path(tempfile.mkdtemp())) as model:
        simulator = FmuSimulator(
            model, names, tuple(asked["input_names"]), tuple(asked["output_names"])
        )
        problem = CalibrationProblem(
            ParameterSpace(parameters),
            (Run("window", window),),
            np.array(asked["sigmas"]),
            simulator,
            effort=Effort(points_per_run=asked["points"]),
        )
        began = time.process_time()
        found = estimator("bounded_least_squares").estimate(problem)
        seconds = time.process_time() - began
    return {
        "values": found.by_name(),
        "sigmas": dict(zip(names, found.sigmas.tolist(), strict=True)),
        "is_identifiable": found.identifiability.is_identifiable,
        "evaluations": found.evaluations,
        "cpu_seconds": seconds,
    }


if __name__ == "__main__":
    answer(run)
