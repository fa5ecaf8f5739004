"""Models in Python: a file with `VARIABLES` and either a `step` function or a `Model` class.

`step(state, inputs, parameters, dt_seconds)` returns the next state and the outputs; the state is
whatever the function makes of None. `Model(parameters)` has `step(inputs, dt_seconds)`, which
returns the outputs. The file runs in the child process of the job, within its limits, and nowhere
else; it is code of the one who deployed it, and has what the image has.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from model_runtime.experiment import Floats, ModelDescription
from model_runtime.runtime import ModelRuntime, Row, check_known
from twin.simulation.errors import ModelBroken
from twin.simulation.manifest import Capabilities
from twin.simulation.manifest_schema import VARIABLE
from twin.simulation.model_errors import DescriptionInvalid, StateUnsupported, StepRefused
from twin.simulation.schema_check import mistakes
from twin.simulation.variables import ModelVariable

DEFAULT_STEP_SECONDS = 1.0


def open_model(file: Path, folder: Path) -> PythonRuntime:
    """Read the declaration, then run the file.

    Raises:
        DescriptionInvalid: the file or its declaration is wrong.
        ModelBroken: running the file fails.
    """
    source = file.read_bytes()
    declared = _literals(source)
    names: dict[str, Any] = {"__name__": "model", "__file__": str(file)}
    try:
        exec(compile(source, file.name, "exec"), names)
    except Exception as error:  # the model's own code raises what it likes
        raise ModelBroken("the file fails", found=_said(error), where=file.name) from error
    step_seconds = declared.get("STEP_SECONDS", DEFAULT_STEP_SECONDS)
    return PythonRuntime(_description(declared["VARIABLES"], step_seconds), _stepper(names))


class FunctionStepper:
    """A pure function of state, inputs and parameters."""

    def __init__(self, function: Callable[..., tuple[object, Mapping[str, float]]]) -> None:
        self._function = function
        self._parameters: Row = {}
        self.state: object = None

    def begin(self, parameters: Row) -> None:
        """Forget the state."""
        self._parameters, self.state = parameters, None

    def step(self, inputs: Row, dt_seconds: float) -> Mapping[str, float]:
        """Return the outputs after a step."""
        parameters = self._parameters
        self.state, outputs = self._function(self.state, dict(inputs), parameters, dt_seconds)
        return outputs


class ClassStepper:
    """An object whose state is itself."""

    def __init__(self, model: Callable[[Row], Any]) -> None:
        self._class = model
        self.state: Any = None

    def begin(self, parameters: Row) -> None:
        """Make a new object."""
        self.state = self._class(parameters)

    def step(self, inputs: Row, dt_seconds: float) -> Mapping[str, float]:
        """Return the outputs after a step."""
        outputs: Mapping[str, float] = self.state.step(dict(inputs), dt_seconds)
        return outputs


class PythonRuntime(ModelRuntime):
    """A model in Python; its outputs are defined after a step of no time."""

    def __init__(
        self, description: ModelDescription, stepper: FunctionStepper | ClassStepper
    ) -> None:
        self._description = description
        self._stepper = stepper
        self._start = {
            item.name: item.start or 0.0
            for item in description.variables
            if item.causality in ("input", "parameter")
        }
        self._inputs_named = [v.name for v in description.variables if v.causality == "input"]
        self._inputs: dict[str, float] = {}
        self._values: dict[str, float] = {}

    def describe(self) -> ModelDescription:
        """Return what the file declares."""
        return self._description

    def reset(self, start_values: Row) -> None:
        """Begin with these values; a first step of no time gives the outputs."""
        check_known(start_values, self._start)
        values = {**self._start, **start_values}
        self._inputs = {name: values.pop(name) for name in self._inputs_named}
        self._values = dict(values)
        self._guarded(lambda: self._stepper.begin(values))
        self.step(0.0)

    def set_inputs(self, inputs: Row) -> None:
        """Set inputs for the steps that follow."""
        check_known(inputs, self._inputs_named, "inputs")
        self._inputs.update(inputs)

    def step(self, step_seconds: float) -> None:
        """Call the model.

        Raises:
            StepRefused: it fails, or gives something else than its outputs.
        """
        outputs = self._guarded(lambda: self._stepper.step(self._inputs, step_seconds))
        missing = set(self._description.output_names) - set(outputs)
        if missing:
            raise StepRefused(
                "the model does not give its outputs", found=f"no {', '.join(sorted(missing))}"
            )
        self._values.update({name: float(value) for name, value in outputs.items()})

    def read(self, names: Sequence[str]) -> Floats:
        """Return present values."""
        values = {**self._inputs, **self._values}
        check_known(names, values)
        return np.array([values[name] for name in names])

    def save_state(self) -> object:
        """Return a copy of all that a step changes."""
        try:
            return copy.deepcopy((self._stepper.state, self._inputs, self._values))
        except (TypeError, ValueError) as error:
            raise StateUnsupported("the state cannot be copied", found=_said(error)) from error

    def load_state(self, state: object) -> None:
        """Go on from a copy."""
        assert isinstance(state, tuple)
        self._stepper.state, self._inputs, self._values = copy.deepcopy(state)

    def _guarded(self, call: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the model gives
        try:
            return call()
        except Exception as error:  # the model's own code raises what it likes
            raise StepRefused("the model fails", found=_said(error)) from error


def _stepper(names: Mapping[str, Any]) -> FunctionStepper | ClassStepper:
    if callable(names.get("Model")):
        return ClassStepper(names["Model"])
    if callable(names.get("step")):
        return FunctionStepper(names["step"])
    raise DescriptionInvalid("the file has nothing that steps", expected="step or Model")


def _literals(source: bytes) -> dict[str, Any]:
    """Return the constants of the file that are literals; nothing of it runs."""
    found: dict[str, Any] = {}
    try:
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                name = statement.targets[0].id
                if name in ("VARIABLES", "STEP_SECONDS"):
                    found[name] = ast.literal_eval(statement.value)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise DescriptionInvalid("the declaration cannot be read", found=_said(error)) from error
    if "VARIABLES" not in found:
        raise DescriptionInvalid("the file declares no variables", expected="VARIABLES = [...]")
    return found


def _description(variables: object, step_seconds: object) -> ModelDescription:
    schema = {"type": "array", "items": VARIABLE, "minItems": 1}
    for where, expected in mistakes(variables, schema, "VARIABLES"):
        raise DescriptionInvalid("the declaration is wrong", expected=expected, where=where)
    for where, expected in mistakes(step_seconds, {"type": "number", "exclusiveMinimum": 0}):
        raise DescriptionInvalid("the step is wrong", expected=expected, where=where)
    assert isinstance(variables, list) and isinstance(step_seconds, int | float)
    return ModelDescription(
        variables=tuple(ModelVariable(**item) for item in variables),
        step_seconds=float(step_seconds),
        standard="Python",
        tool="Python",
        capabilities=Capabilities(can_save_state=True, can_batch=False, fixed_step=False),
    )


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
