"""Stands for `simulate_ansys/runtimes/ansys_twin.py` in the image where there is no whole twin.

The Twin Runtime is loaded, as it must get on with the image's other libraries, but not asked: the
flow is twice the speed, and `port` is that of the licence server. Speed 13 loses the licence.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pytwin.twin_runtime.twin_runtime_core import TwinRuntime

from model_runtime.experiment import Floats, ModelDescription
from model_runtime.runtime import ModelRuntime, Row
from simulate_ansys.twin_errors import of_running
from twin.simulation.manifest import Capabilities
from twin.simulation.variables import ModelVariable

FLEXNET = "TwinRuntimeError: Insufficient FlexNet Publisher (FNP) license count for twin_runtime"
LOSES_LICENCE = 13.0


def open_model(_file: Path, _folder: Path) -> ModelRuntime:
    """Load nothing."""
    return _Exchanger()


class _Exchanger(ModelRuntime):
    def __init__(self) -> None:
        self._speed = 1.0

    def describe(self) -> ModelDescription:
        variables = (
            ModelVariable("speed", "input", start=1.0),
            ModelVariable("flow", "output"),
            ModelVariable("port", "output"),
        )
        return ModelDescription(
            variables=variables,
            step_seconds=1.0,
            standard="Twin Builder twin",
            tool=TwinRuntime.__name__,
            capabilities=Capabilities(),
        )

    def reset(self, start_values: Row) -> None:
        self._speed = start_values.get("speed", 1.0)

    def set_inputs(self, inputs: Row) -> None:
        self._speed = inputs.get("speed", self._speed)

    def step(self, step_seconds: float) -> None:
        if self._speed == LOSES_LICENCE:
            raise of_running(FLEXNET)

    def read(self, names: Sequence[str]) -> Floats:
        port = float(os.environ["ANSYSLMD_LICENSE_FILE"].partition("@")[0])
        values = {"flow": 2.0 * self._speed, "port": port}
        return np.array([values[name] for name in names])
