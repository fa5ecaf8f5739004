"""FMUs (FMI 2.0 and 3.0 co-simulation) with FMPy; one instance serves all runs of a job."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import fmpy

from twin.simulation.errors import ModelBroken


class FmuRuntime:
    """A loaded FMU; every run starts from a reset instance, so that runs do not know each other."""

    def __init__(self, file: Path, folder: Path) -> None:
        try:
            self._folder = fmpy.extract(str(file), str(folder))
            self._description = fmpy.read_model_description(self._folder)
            self._instance: Any = fmpy.instantiate_fmu(
                self._folder, self._description, fmi_type="CoSimulation"
            )
        except Exception as error:  # FMPy raises the bare class for broken files
            raise ModelBroken(
                "the FMU cannot be loaded", found=f"{type(error).__name__}: {error}"
            ) from error
        self._names = {variable.name for variable in self._description.modelVariables}

    def __enter__(self) -> FmuRuntime:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._instance.freeInstance()

    def run(
        self,
        start_values: Mapping[str, float],
        *,
        horizon_seconds: float,
        step_seconds: float,
        outputs: Sequence[str],
    ) -> dict[str, float]:
        """Return the outputs at the end of the horizon.

        Raises:
            ModelBroken: a variable is unknown, the FMU fails, or an output is no number.
        """
        self._check_names([*start_values, *outputs])
        self._instance.reset()
        try:
            result = fmpy.simulate_fmu(
                self._folder,
                model_description=self._description,
                fmu_instance=self._instance,
                start_values=dict(start_values),
                stop_time=horizon_seconds,
                output_interval=step_seconds,
                output=list(outputs),
            )
        except Exception as error:  # FMPy raises the bare class for failing calls
            raise ModelBroken("the FMU failed", found=f"{type(error).__name__}: {error}") from error
        last = {name: float(result[name][-1]) for name in outputs}
        for name, value in last.items():
            if not math.isfinite(value):
                raise ModelBroken(f"{name} is no number", found=str(value))
        return last

    def _check_names(self, names: Sequence[str]) -> None:
        unknown = [name for name in names if name not in self._names]
        if unknown:
            raise ModelBroken(
                "the FMU lacks variables",
                found=", ".join(unknown),
                expected=f"some of {', '.join(sorted(self._names))}",
                where="the model's inputs, outputs and parameters in the site file",
            )
