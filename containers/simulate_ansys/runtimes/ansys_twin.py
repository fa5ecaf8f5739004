"""Twins of Ansys Twin Builder, by the Twin Runtime that PyTwin brings.

Everything but the platforms is encrypted in a `.twin`: variables, the release and the libraries it
needs are asked of the runtime. https://twin.docs.pyansys.com/
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

# PyTwin brings a newer libstdc++ than the system may have: it is to be loaded before others.
from pytwin.twin_runtime.twin_runtime_core import LogLevel, TwinRuntime
from pytwin.twin_runtime.twin_runtime_error import TwinRuntimeError

from model_runtime.experiment import Floats, ModelDescription
from model_runtime.runtime import ModelRuntime, Row, check_known
from simulate_ansys.twin_errors import of_loading, of_running
from simulate_ansys.twin_variables import variables_of
from twin.simulation.ansys_twin import inspect_twin
from twin.simulation.manifest import Capabilities
from twin.simulation.model_errors import DescriptionInvalid, PlatformMissing
from twin.simulation.model_file import ModelFile

PLATFORMS = ("linux64", "x86_64-linux")


def open_model(file: Path, folder: Path) -> AnsysTwinRuntime:
    """Load a twin.

    Raises:
        PlatformMissing, LibraryMissing, LicenseUnavailable, DescriptionInvalid: it cannot be.
    """
    platforms = inspect_twin(ModelFile(file)).platforms
    if not set(platforms) & set(PLATFORMS):
        raise PlatformMissing(
            "the twin was not exported for this platform",
            found=", ".join(platforms) or "no binaries",
            expected="Linux among the platforms of the export",
            where="the export dialogue of Twin Builder",
        )
    # Without a home the licensing client crashes; it writes there, as a job may only here.
    os.environ["HOME"] = str(folder)
    named = folder / "model.twin"
    _give_name(file, named)
    try:
        twin = TwinRuntime(str(named), str(folder / "twin.log"), log_level=LogLevel.TWIN_LOG_ERROR)
    except TwinRuntimeError as error:
        raise of_loading(str(error)) from error
    return AnsysTwinRuntime(twin, _release(named), folder)


def _give_name(file: Path, named: Path) -> None:
    """Give the file the ending that the runtime goes by; it looks behind symbolic links."""
    try:
        named.hardlink_to(file.resolve())
    except OSError:
        shutil.copyfile(file, named)


def _release(file: Path) -> str:
    readable, release = TwinRuntime.get_twin_version(str(file))
    if not readable:
        raise DescriptionInvalid("the release of the twin cannot be read", found=str(release))
    return str(release)


class AnsysTwinRuntime(ModelRuntime):
    """A loaded twin; a run is a reset, an initialisation, and steps to growing times."""

    def __init__(self, twin: TwinRuntime, release: str, folder: Path) -> None:
        self._twin, self._folder = twin, folder
        self._values: dict[str, float] = {}
        self._time_seconds = 0.0
        self._is_initialised = False
        variables = variables_of(twin)
        twin.twin_instantiate()
        _, step_seconds, _ = twin.twin_get_default_simulation_settings()
        self._description = ModelDescription(
            variables=variables,
            step_seconds=float(step_seconds) if step_seconds else 1.0,
            standard="Twin Builder twin",
            tool=f"Twin Builder {release}",
            capabilities=Capabilities(can_save_state=self._saves_state()),
        )
        self._inputs = {item.name: item for item in variables if item.causality == "input"}
        self._parameters = {item.name: item for item in variables if item.causality == "parameter"}

    def describe(self) -> ModelDescription:
        """Return what the twin says of itself."""
        return self._description

    def reset(self, start_values: Row) -> None:
        """Begin at time 0; variables that are not given have the start that the twin declares."""
        check_known(start_values, (*self._parameters, *self._inputs))
        try:
            if self._is_initialised:
                self._twin.twin_reset()
            self._values, self._time_seconds = {}, 0.0
            for name, variable in {**self._parameters, **self._inputs}.items():
                value = start_values.get(name, variable.start)
                if value is not None:
                    self._set(name, value)
            self._twin.twin_initialize()
        except TwinRuntimeError as error:
            raise of_running(str(error)) from error
        self._is_initialised = True

    def set_inputs(self, inputs: Row) -> None:
        """Set inputs for the steps that follow."""
        check_known(inputs, self._inputs, "inputs")
        try:
            for name, value in inputs.items():
                self._set(name, value)
        except TwinRuntimeError as error:
            raise of_running(str(error)) from error

    def step(self, step_seconds: float) -> None:
        """Simulate up to the next time in one call; the twin's own solver steps within it."""
        self._time_seconds += step_seconds
        try:
            self._twin.twin_simulate(self._time_seconds)
        except TwinRuntimeError as error:
            raise of_running(str(error)) from error

    def read(self, names: Sequence[str]) -> Floats:
        """Return present values of outputs, and what was set of inputs and parameters."""
        outputs = self._twin.twin_get_outputs()
        known = {**self._values, **dict(zip(self._description.output_names, outputs, strict=True))}
        check_known(names, known)
        return np.array([known[name] for name in names])

    def save_state(self) -> object:
        """Return the state as the runtime writes it into a file."""
        if not self._description.capabilities.can_save_state:
            return super().save_state()
        try:
            content = self._written_state()
        except TwinRuntimeError as error:
            raise of_running(str(error)) from error
        return content, dict(self._values), self._time_seconds

    def load_state(self, state: object) -> None:
        """Go on from a saved state."""
        assert isinstance(state, tuple)
        content, values, time_seconds = state
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".state") as file:
            Path(file.name).write_bytes(content)
            try:
                self._twin.twin_reset()
                self._twin.twin_load_state(file.name)
            except TwinRuntimeError as error:
                raise of_running(str(error)) from error
        self._values, self._time_seconds = dict(values), time_seconds

    def close(self) -> None:
        """Close the twin, and give its licence back where it took one."""
        self._twin.twin_close()

    def _saves_state(self) -> bool:
        """Return whether the twin can save its state: it does not say so before it is asked to."""
        try:
            self._twin.twin_initialize()
            self._written_state()
        except TwinRuntimeError:
            return False
        finally:
            self._twin.twin_reset()
        return True

    def _written_state(self) -> bytes:
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".state") as file:
            self._twin.twin_save_state(file.name)
            return Path(file.name).read_bytes()

    def _set(self, name: str, value: float) -> None:
        if name in self._inputs:
            self._twin.twin_set_input_by_name(name, float(value))
        else:
            self._twin.twin_set_param_by_name(name, float(value))
        self._values[name] = float(value)
