"""FMUs that step themselves (co-simulation), with a loop over many steps without Python objects."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping

import numpy as np

from model_runtime.experiment import Experiment, Floats
from model_runtime.fmi.description import FmuDescription
from model_runtime.fmi.fmu import FmuRuntime
from model_runtime.fmi.values import WARNING, Reading
from model_runtime.guard import Guard
from twin.simulation.model_errors import LibraryMissing, StepRefused

BLOCK = 256
"""Steps between two looks at the values and the clock: a few hundred microseconds."""

DISCARD = 2
DoStep = Callable[[float, float], int]


class CoSimulationRuntime(FmuRuntime):
    """An FMU with its own solver."""

    def __init__(self, described: FmuDescription) -> None:
        super().__init__(described)
        self._ended_early = ctypes.c_bool()
        self._do_step = self._bound_step3() if described.is_fmi3 else self._bound_step2()

    def step(self, step_seconds: float) -> None:
        """Let the FMU step.

        Raises:
            StepRefused: it does not, or wants to end.
        """
        self._accept(self._do_step(self._time, step_seconds))
        self._time += step_seconds

    def trajectory(self, experiment: Experiment) -> Floats:
        """Return the outputs at the start and after each step.

        Raises:
            StepRefused, StateNotFinite, RunDiverged, RunTooLong: the run did not end well.
        """
        reading = self._reading(experiment.outputs)
        table = np.empty((experiment.steps + 1, len(experiment.outputs)))
        table[0] = reading.read()
        self._steps(experiment, table, _recorder(reading, table))
        return table

    def end_values(self, experiment: Experiment) -> Floats:
        """Return the outputs after the last step; they are looked at once a block.

        Raises:
            StepRefused, StateNotFinite, RunDiverged, RunTooLong: the run did not end well.
        """
        reading = self._reading(experiment.outputs)
        if not experiment.steps:
            return reading.read()
        self._steps(experiment, None, None)
        return reading.read()

    def _initialised(self) -> None:
        """Step next: event mode is not used."""

    def _steps(
        self, experiment: Experiment, table: Floats | None, record: Callable[[int], None] | None
    ) -> None:
        guard = Guard(self._description, experiment)
        feed = self._feeder(experiment.inputs)
        begin, step = self._time, experiment.step_seconds
        do_step = self._do_step
        for first in range(0, experiment.steps, BLOCK):
            last = min(first + BLOCK, experiment.steps)
            for index in range(first, last):
                if feed is not None:
                    feed(index)
                status = do_step(begin + index * step, step)
                if status:
                    self._time = begin + index * step
                    self._accept(status)
                if record is not None:
                    record(index + 1)
            if table is None:
                guard.check(self.read(experiment.outputs)[None], first_step=last)
            else:
                guard.check(table[first + 1 : last + 1], first_step=first + 1)
        self._time = begin + experiment.steps * step

    def _feeder(self, inputs: Mapping[str, Floats]) -> Callable[[int], None] | None:
        """Return what sets the inputs of a step, without looking a name up."""
        if not inputs:
            return None
        self._changed |= set(inputs)
        calls = []
        for group in self._input_groups(tuple(inputs)):
            columns = np.stack([inputs[name] for name in group.names], axis=1)
            rows = np.ascontiguousarray(columns.astype(group.values.dtype))
            calls.append((group, rows, rows.ctypes.data, rows.strides[0]))

        def feed(index: int) -> None:
            for group, _, address, stride in calls:
                if group.set_from(address + index * stride) > WARNING:
                    raise StepRefused(
                        "the FMU does not take inputs", found=self._library.said or "an error"
                    )

        return feed

    def _accept(self, status: int) -> None:
        """Take a warning; anything worse ends the run.

        Raises:
            StepRefused: the FMU did not step.
        """
        if status > WARNING or self._ended_early.value:
            wording = "discarded it" if status == DISCARD else f"status {status}"
            raise StepRefused(
                "the FMU did not take a step",
                found=self._library.said or wording,
                where=f"{self._time:g} s",
            )

    def _bound_step2(self) -> DoStep:
        call = self._function("fmi2DoStep", ctypes.c_int)
        fmu = self.fmu
        return lambda time, step: int(call(fmu.component, time, step, 1))

    def _bound_step3(self) -> DoStep:
        call = self._function("fmi3DoStep", ctypes.c_bool, *[ctypes.c_void_p] * 4)
        event, early, last = ctypes.c_bool(), ctypes.c_bool(), ctypes.c_double()
        self._kept = (event, early, last)
        addresses = [ctypes.addressof(one) for one in (event, self._ended_early, early, last)]
        fmu, ended = self.fmu, self._ended_early

        def do_step(time: float, step: float) -> int:
            status = int(call(fmu.component, time, step, True, *addresses))
            return status or (WARNING if ended.value else 0)

        return do_step

    def _function(self, name: str, *rest: type) -> Callable[..., int]:
        arguments = (ctypes.c_void_p, ctypes.c_double, ctypes.c_double, *rest)
        try:
            return ctypes.CFUNCTYPE(ctypes.c_int, *arguments)((name, self.fmu.dll))
        except AttributeError as error:
            raise LibraryMissing("the FMU lacks a function", found=f"no {name}") from error


def _recorder(reading: Reading, table: Floats) -> Callable[[int], None]:
    """Return what reads the outputs into a row; doubles go there in place."""
    group = reading.only_group
    if group is None:

        def record(index: int) -> None:
            table[index] = reading.read()

        return record
    address, stride, get = table.ctypes.data, table.strides[0], group.get_into

    def record_in_place(index: int) -> None:
        if get(address + index * stride) > WARNING:
            reading.read()  # says what the FMU says

    return record_in_place
