"""A model of any kind for single predictions: the end values of a horizon, run after run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from model_runtime.experiment import Experiment
from model_runtime.runtime import check_known
from simulate.runtimes import opener_of


class SingleRunModel:
    """A loaded model; every run starts from a reset, so that runs do not know each other."""

    def __init__(self, kind: str, file: Path, folder: Path) -> None:
        self._model = opener_of(kind)(file, folder)

    def __enter__(self) -> SingleRunModel:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._model.close()

    def run(
        self,
        start_values: Mapping[str, float],
        *,
        horizon_seconds: float,
        step_seconds: float,
        outputs: Sequence[str],
    ) -> dict[str, float]:
        """Return the outputs at the end of the horizon; the last step is shorter where it must be.

        Raises:
            ModelBroken: a variable is unknown, the model fails, or an output is no number.
        """
        steps, rest = self._begin(start_values, horizon_seconds, step_seconds, outputs)
        values = self._model.end_values(Experiment(step_seconds, steps, tuple(outputs)))
        if rest:
            values = self._model.end_values(Experiment(rest, 1, tuple(outputs)))
        return dict(zip(outputs, values.tolist(), strict=True))

    def course(
        self,
        start_values: Mapping[str, float],
        *,
        horizon_seconds: float,
        step_seconds: float,
        outputs: Sequence[str],
    ) -> tuple[list[float], list[list[float]]]:
        """Return the times and the outputs at the start and after each step of the same run.

        Raises:
            ModelBroken: as `run`.
        """
        steps, rest = self._begin(start_values, horizon_seconds, step_seconds, outputs)
        table = self._model.trajectory(Experiment(step_seconds, steps, tuple(outputs))).tolist()
        seconds = [index * step_seconds for index in range(steps + 1)]
        if rest:
            end = self._model.end_values(Experiment(rest, 1, tuple(outputs)))
            seconds, table = [*seconds, horizon_seconds], [*table, end.tolist()]
        return seconds, table

    def _begin(
        self,
        start_values: Mapping[str, float],
        horizon_seconds: float,
        step_seconds: float,
        outputs: Sequence[str],
    ) -> tuple[int, float]:
        """Reset the model; return how many whole steps there are, and what is left of another."""
        names = [item.name for item in self._model.describe().variables]
        check_known([*start_values, *outputs], names)
        steps = int(horizon_seconds / step_seconds + 1e-9)
        rest = horizon_seconds - steps * step_seconds
        self._model.reset(start_values)
        return steps, rest if rest > 1e-9 * step_seconds else 0.0
