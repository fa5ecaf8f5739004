"""What FMUs of both interfaces have in common: initialisation, values, states."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fmpy.fmi1 import FMICallException

from model_runtime.experiment import Floats, ModelDescription
from model_runtime.fmi.description import FmuDescription
from model_runtime.fmi.library import FmuLibrary
from model_runtime.fmi.values import Group, Reading, groups_of, write
from model_runtime.runtime import ModelRuntime, Row, check_known
from twin.simulation.errors import ModelBroken
from twin.simulation.model_errors import StateUnsupported, VariableUnknown


@dataclass(frozen=True)
class FmuState:
    """A state of the FMU, the time it is of, and the inputs that held then."""

    handle: Any
    time_seconds: float
    inputs: Mapping[str, float] = field(default_factory=dict)


class FmuRuntime(ModelRuntime):
    """An FMU whose one instance serves all runs; each begins with a reset and an initialisation."""

    def __init__(self, described: FmuDescription) -> None:
        self._described = described
        self._description = described.describe()
        self._library = FmuLibrary(described)
        self._is_fresh = True
        self._time = 0.0
        self._starts: dict[tuple[str, ...], tuple[tuple[Group, ...], tuple[Group, ...]]] = {}
        self._readings: dict[tuple[str, ...], Reading] = {}
        self._inputs: dict[tuple[str, ...], tuple[Group, ...]] = {}
        self._changed: set[str] = set()
        self._states: list[Any] = []

    @property
    def fmu(self) -> Any:  # noqa: ANN401 - FMPy has no types
        """Return FMPy's instance."""
        return self._library.instance

    def describe(self) -> ModelDescription:
        """Return what the FMU says of itself."""
        return self._description

    def reset(self, start_values: Row) -> None:
        """Begin anew: reset, start values, initialisation.

        Variables that an earlier run set begin with their declared start again, also in FMUs whose
        reset forgets that.

        Raises:
            VariableUnknown: the FMU lacks a variable, or it may not be set.
            ModelBroken: the FMU cannot be initialised.
        """
        check_known(start_values, self._described.scalars)
        self._begin_again()
        values = {**self._declared(self._changed), **start_values}
        self._changed |= set(start_values)
        try:
            self._initialise(values)
        except FMICallException as error:
            raise ModelBroken(
                "the FMU cannot be initialised", found=self._library.said or str(error)
            ) from error

    def set_inputs(self, inputs: Row) -> None:
        """Set inputs or tunable parameters for the steps that follow.

        Raises:
            VariableUnknown: the FMU lacks one, or does not take it.
        """
        if inputs:
            self._changed |= set(inputs)
            write(self._input_groups(tuple(inputs)), inputs)

    def read(self, names: Sequence[str]) -> Floats:
        """Return present values.

        Raises:
            VariableUnknown: the FMU lacks a variable.
            StepRefused: it does not give them.
        """
        return self._reading(tuple(names)).read()

    def save_state(self) -> FmuState:
        """Return the state, which stays in the FMU's memory until `close`.

        Raises:
            StateUnsupported: the FMU cannot, or it fails.
        """
        self._require_states()
        try:
            handle = self.fmu.getFMUState()
        except FMICallException as error:
            raise StateUnsupported("the FMU does not save its state", found=str(error)) from error
        self._states.append(handle)
        return FmuState(handle, self._time)

    def load_state(self, state: object) -> None:
        """Go on from a saved state.

        Raises:
            StateUnsupported: the FMU cannot, or it fails.
        """
        self._require_states()
        assert isinstance(state, FmuState)
        try:
            self.fmu.setFMUState(state.handle)
        except FMICallException as error:
            raise StateUnsupported("the FMU does not restore a state", found=str(error)) from error
        self._time = state.time_seconds

    def close(self) -> None:
        """Free the states and the instance."""
        for handle in self._states:
            self.fmu.freeFMUState(handle)
        self._states.clear()
        if self.fmu.component:
            self.fmu.freeInstance()
            self.fmu.component = None

    @abstractmethod
    def _initialised(self) -> None:
        """Do what follows the initialisation."""

    def _begin_again(self) -> None:
        self._time = 0.0
        if not self._is_fresh:
            try:
                self.fmu.reset()
            except FMICallException:  # after an error only a new instance is defined
                self._library.restart()
        self._is_fresh = False

    def _initialise(self, values: Mapping[str, float]) -> None:
        before, during = self._start_groups(tuple(values))
        if not self._described.is_fmi3:
            self.fmu.setupExperiment(startTime=0.0)
        write(before, values)
        self.fmu.enterInitializationMode()
        write(during, values)
        self.fmu.exitInitializationMode()
        self._initialised()

    def _declared(self, names: Iterable[str]) -> dict[str, float]:
        starts = {item.name: item.start for item in self._description.variables}
        found = {name: starts.get(name) for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def _start_groups(self, names: tuple[str, ...]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        if names not in self._starts:
            scalars = self._described.scalars
            before = [name for name in names if _settable_before(scalars[name])]
            during = [
                name
                for name in names
                if name not in before and _settable_during_initialisation(scalars[name])
            ]
            if left := set(names) - {*before, *during}:
                raise VariableUnknown(
                    "the FMU does not let a variable be set",
                    found=", ".join(sorted(left)),
                    expected="inputs, parameters and start values",
                )
            self._starts[names] = self._groups(before), self._groups(during)
        return self._starts[names]

    def _input_groups(self, names: tuple[str, ...]) -> tuple[Group, ...]:
        if names not in self._inputs:
            scalars = self._described.scalars
            settable = [
                name
                for name, item in scalars.items()
                if item.causality == "input" or item.variability == "tunable"
            ]
            check_known(names, settable, "inputs")
            self._inputs[names] = self._groups(names)
        return self._inputs[names]

    def _reading(self, names: tuple[str, ...]) -> Reading:
        if names not in self._readings:
            check_known(names, self._described.scalars)
            self._readings[names] = Reading(self._groups(names), names)
        return self._readings[names]

    def _groups(self, names: Iterable[str]) -> tuple[Group, ...]:
        return groups_of(self._described, self._library, names)

    def _require_states(self) -> None:
        if not self._description.capabilities.can_save_state:
            raise StateUnsupported(
                "the FMU cannot save and restore its state",
                found="canGetAndSetFMUstate is false",
                expected="an FMU that can, or a run from its start",
            )


def _settable_before(variable: Any) -> bool:  # noqa: ANN401 - FMPy has no types
    """Return whether the standard lets it be set before the initialisation begins."""
    is_start = variable.variability != "constant" and variable.initial in ("approx", "exact")
    return bool(variable.causality == "input" or is_start)


def _settable_during_initialisation(variable: Any) -> bool:  # noqa: ANN401 - FMPy has no types
    is_tunable = variable.causality != "parameter" and variable.variability == "tunable"
    is_exact = variable.variability != "constant" and variable.initial == "exact"
    return bool(is_tunable or is_exact)
