"""FMUs for single predictions: the end values of a horizon, run after run on one instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from model_runtime.experiment import Experiment
from model_runtime.runtime import check_known
from simulate.runtimes.fmu import open_model


class FmuRuntime:
    """A loaded FMU; every run starts from a reset instance, so that runs do not know each other."""

    def __init__(self, file: Path, folder: Path) -> None:
        self._model = open_model(file, folder)

    def __enter__(self) -> FmuRuntime:
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
            ModelBroken: a variable is unknown, the FMU fails, or an output is no number.
        """
        names = [item.name for item in self._model.describe().variables]
        check_known([*start_values, *outputs], names)
        steps = int(horizon_seconds / step_seconds + 1e-9)
        rest = horizon_seconds - steps * step_seconds
        self._model.reset(start_values)
        values = self._model.end_values(Experiment(step_seconds, steps, tuple(outputs)))
        if rest > 1e-9 * step_seconds:
            values = self._model.end_values(Experiment(rest, 1, tuple(outputs)))
        return dict(zip(outputs, values.tolist(), strict=True))
