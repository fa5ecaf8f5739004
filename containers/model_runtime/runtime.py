"""The runtime of a model: one interface for every kind, with what any of them can be built from.

The operations are those of FMI and of the Twin Runtime: reset with start values, set inputs, step,
get outputs, save and load the state. Runs over many steps and many rows have an own operation, so
that a kind can do them without a call per step.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self

import numpy as np

from model_runtime.experiment import Experiment, Floats, ModelDescription
from model_runtime.guard import Guard
from twin.simulation.errors import ModelBroken
from twin.simulation.model_errors import StateUnsupported, VariableUnknown

Row = Mapping[str, float]


class ModelRuntime(ABC):
    """A loaded model; it starts each run from `reset`, so that runs do not know each other."""

    @abstractmethod
    def describe(self) -> ModelDescription:
        """Return what the model says of itself."""

    @abstractmethod
    def reset(self, start_values: Row) -> None:
        """Begin at time 0 with these start values of parameters and inputs.

        Raises:
            VariableUnknown: the model lacks a variable, or it may not be set.
            ModelBroken: the model cannot be initialised.
        """

    @abstractmethod
    def set_inputs(self, inputs: Row) -> None:
        """Set inputs for the steps that follow.

        Raises:
            VariableUnknown: the model lacks an input.
        """

    @abstractmethod
    def step(self, step_seconds: float) -> None:
        """Advance the time.

        Raises:
            StepRefused: the model does not take the step.
        """

    @abstractmethod
    def read(self, names: Sequence[str]) -> Floats:
        """Return the present values of some variables.

        Raises:
            VariableUnknown: the model lacks a variable.
        """

    def save_state(self) -> object:
        """Return the whole state; it stays valid until `close`.

        Raises:
            StateUnsupported: the model cannot.
        """
        raise _no_state(self)

    def load_state(self, state: object) -> None:
        """Go on from a state that `save_state` gave.

        Raises:
            StateUnsupported: the model cannot.
        """
        raise _no_state(self)

    def close(self) -> None:  # noqa: B027 - most kinds hold nothing
        """Give up what the model holds."""

    def outputs(self) -> dict[str, float]:
        """Return the present values of all outputs."""
        names = self.describe().output_names
        return dict(zip(names, self.read(names).tolist(), strict=True))

    def trajectory(self, experiment: Experiment) -> Floats:
        """Return the outputs at the start and after each step: (steps + 1) by outputs.

        Raises:
            StepRefused, StateNotFinite, RunDiverged, RunTooLong: the run did not end well.
        """
        guard = Guard(self.describe(), experiment)
        table = np.empty((experiment.steps + 1, len(experiment.outputs)))
        table[0] = self.read(experiment.outputs)
        for index in range(experiment.steps):
            self.set_inputs({name: column[index] for name, column in experiment.inputs.items()})
            self.step(experiment.step_seconds)
            table[index + 1] = self.read(experiment.outputs)
            guard.check(table[index + 1 : index + 2], first_step=index + 1)
        return table

    def end_values(self, experiment: Experiment) -> Floats:
        """Return the outputs after the last step.

        Raises:
            StepRefused, StateNotFinite, RunDiverged, RunTooLong: the run did not end well.
        """
        return np.asarray(self.trajectory(experiment)[-1])

    def batch(self, rows: Iterable[Row], experiment: Experiment) -> list[Floats | ModelBroken]:
        """Return the end values of a run from each row's start values, or why there are none."""
        return [self._run(row, experiment) for row in rows]

    def _checked(self, values: Floats, experiment: Experiment) -> Floats | ModelBroken:
        """Return end values that were found at once with others, or why they are none."""
        try:
            Guard(self.describe(), experiment).check(values[None], first_step=experiment.steps)
        except ModelBroken as error:
            return error
        return values

    def _run(self, row: Row, experiment: Experiment) -> Floats | ModelBroken:
        try:
            self.reset(row)
            return self.end_values(experiment)
        except ModelBroken as error:
            return error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def check_known(names: Iterable[str], known: Iterable[str], what: str = "variables") -> None:
    """Require that a model has all these names.

    Raises:
        VariableUnknown: it lacks some.
    """
    have = set(known)
    unknown = [name for name in names if name not in have]
    if unknown:
        raise VariableUnknown(
            f"the model lacks {what}",
            found=", ".join(unknown),
            expected=f"some of {', '.join(sorted(have))}",
            where="the model's inputs, outputs and parameters in the site file",
        )


def _no_state(runtime: ModelRuntime) -> StateUnsupported:
    return StateUnsupported(
        "the model cannot save and restore its state",
        found=runtime.describe().standard,
        expected="a model whose capabilities say can_save_state",
    )
