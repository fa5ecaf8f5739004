"""FMUs that give derivatives (model exchange), stepped by CVode with state, time and step events.

The order of calls is that of the standard's state machine for model exchange (FMI 3.0.2, 3.2) and
of FMPy's `simulateME`: https://github.com/CATIA-Systems/FMPy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from fmpy.sundials import CVodeSolver

from model_runtime.experiment import Floats
from model_runtime.fmi.description import FmuDescription
from model_runtime.fmi.fmu import FmuRuntime, FmuState
from model_runtime.runtime import Row
from twin.simulation.errors import ModelBroken
from twin.simulation.model_errors import StateNotFinite, StepRefused

RELATIVE_TOLERANCE = 1e-6
MOST_EVENT_ITERATIONS = 100


@dataclass(frozen=True)
class _NoInput:
    """CVode's callback wants the input as a function of time; here it holds during a step."""

    def apply(self, time: float) -> None:
        """Change nothing."""


class ModelExchangeRuntime(FmuRuntime):
    """An FMU with CVode (variable-order BDF) as its solver."""

    def __init__(self, described: FmuDescription) -> None:
        super().__init__(described)
        self._solver: Any = None
        self._next_event = math.inf
        self._given: dict[str, float] = {}

    def reset(self, start_values: Row) -> None:
        """Begin anew; the solver forgets the run before."""
        self._given = dict(start_values)
        super().reset(start_values)

    def set_inputs(self, inputs: Row) -> None:
        """Set inputs that changed: an event, after which the solver begins anew."""
        changed = {name: value for name, value in inputs.items() if self._given.get(name) != value}
        if not changed:
            return
        self._given.update(changed)
        self.fmu.enterEventMode()
        super().set_inputs(changed)
        self._update_discrete_states()
        self.fmu.enterContinuousTimeMode()
        self._restart_solver()

    def step(self, step_seconds: float) -> None:
        """Integrate over a step, from event to event.

        Raises:
            StepRefused: the solver or the FMU gives up.
            StateNotFinite: a state or derivative became no number.
        """
        if self._solver is None:
            self._solver = self._new_solver(step_seconds)
        end = self._time + step_seconds
        while not _reached(self._time, end):
            self._integrate(min(end, self._next_event))

    def save_state(self) -> FmuState:
        """Return the state; the solver begins anew here, as it will where the state is loaded."""
        state = super().save_state()
        self._restart_solver()
        return replace(state, inputs=dict(self._given))

    def load_state(self, state: object) -> None:
        """Go on from a saved state; the solver begins anew there."""
        super().load_state(state)
        assert isinstance(state, FmuState)
        self._given = dict(state.inputs)
        self.fmu.setTime(self._time)
        self._next_event = math.inf  # FMU state holds its events: they are asked for again
        self.fmu.enterEventMode()
        self._update_discrete_states()
        self.fmu.enterContinuousTimeMode()
        self._restart_solver()

    def _initialised(self) -> None:
        self._next_event = math.inf
        self._update_discrete_states()
        self.fmu.enterContinuousTimeMode()
        self._restart_solver()

    def _integrate(self, target: float) -> None:
        is_time_event = target == self._next_event
        try:
            is_state_event, _, self._time = self._solver.step(self._time, target)
        except Exception as error:  # FMPy's solver raises the bare class, too
            raise self._explained(error) from error
        self.fmu.setTime(self._time)
        is_step_event = self._completed_step()
        if is_state_event or is_step_event or (is_time_event and _reached(self._time, target)):
            self.fmu.enterEventMode()
            self._update_discrete_states()
            self.fmu.enterContinuousTimeMode()
            self._restart_solver()

    def _completed_step(self) -> bool:
        if not self._described.capabilities.needsCompletedIntegratorStep:
            return False
        enters, ends = self.fmu.completedIntegratorStep()
        if ends:
            raise self._ended()
        return bool(enters)

    def _update_discrete_states(self) -> None:
        """Iterate over events until none is left at this time."""
        fmu = self.fmu
        update = fmu.updateDiscreteStates if self._described.is_fmi3 else fmu.newDiscreteStates
        for _ in range(MOST_EVENT_ITERATIONS):
            needed, ends, _, _, is_defined, next_time = update()
            if ends:
                raise self._ended()
            if not needed:
                self._next_event = next_time if is_defined else math.inf
                return
        raise StepRefused(
            "events of the FMU do not come to an end",
            found=f"{MOST_EVENT_ITERATIONS} iterations",
            where=f"{self._time:g} s",
        )

    def _new_solver(self, step_seconds: float) -> Any:  # noqa: ANN401 - FMPy has no types
        fmu, states = self.fmu, self._state_count
        return CVodeSolver(
            nx=states,
            nz=self._indicator_count,
            get_x=fmu.getContinuousStates,
            set_x=fmu.setContinuousStates,
            get_dx=self._get_derivatives,
            get_z=fmu.getEventIndicators,
            get_nominals=fmu.getNominalsOfContinuousStates,
            set_time=fmu.setTime,
            input=_NoInput(),
            startTime=self._time,
            maxStep=step_seconds,
            relativeTolerance=RELATIVE_TOLERANCE,
        )

    def _restart_solver(self) -> None:
        if self._solver is not None:
            self._solver.reset(self._time)

    @property
    def _state_count(self) -> int:
        if self._described.is_fmi3:
            return int(self.fmu.getNumberOfContinuousStates())
        return int(self._described.raw.numberOfContinuousStates or 0)

    @property
    def _indicator_count(self) -> int:
        if self._described.is_fmi3:
            return int(self.fmu.getNumberOfEventIndicators())
        return int(self._described.raw.numberOfEventIndicators or 0)

    def _explained(self, error: Exception) -> ModelBroken:
        """Tell a value that is no number from a solver that gives up."""
        where = f"{self._time:g} s"
        if not np.isfinite(self._states_and_derivatives()).all():
            message = "a state or a derivative is no number"
            return StateNotFinite(message, found=str(error), where=where)
        return StepRefused(
            "the solver does not take a step", found=self._library.said or str(error), where=where
        )

    @property
    def _get_derivatives(self) -> Any:  # noqa: ANN401 - FMPy has no types
        if self._described.is_fmi3:
            return self.fmu.getContinuousStateDerivatives
        return self.fmu.getDerivatives

    def _states_and_derivatives(self) -> Floats:
        count = self._state_count
        values = np.zeros((2, count))
        getters = self.fmu.getContinuousStates, self._get_derivatives
        for row, get in zip(values, getters, strict=True):
            get(np.ctypeslib.as_ctypes(row), count)
        return values

    def _ended(self) -> StepRefused:
        reason = self._library.said or "no reason"
        return StepRefused("the FMU asked to end", found=reason, where=f"{self._time:g} s")


def _reached(time: float, end: float) -> bool:
    return time >= end or math.isclose(time, end, rel_tol=1e-12, abs_tol=1e-12)
