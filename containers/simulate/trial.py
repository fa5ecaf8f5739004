"""Try a model on its own, with no S3: `python -m simulate.trial FILE KIND FOLDER SECONDS`.

It writes `report.json` into the folder and ends with 0, or `refusal.json` with `REFUSED`: what the
model says of itself, whether equal runs give equal results, whether a saved state goes on as the
run did, and how fast it steps.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from container_runtime.child import REFUSED, Limits, limit_this_process
from twin.simulation.errors import ModelBroken
from twin.simulation.kinds import kind_named

REPORT, REFUSAL = "report.json", "refusal.json"
TRIAL_STEPS = 100


@dataclass(frozen=True)
class Trial:
    """What came of it; `restores_state` is None for a model that cannot save one."""

    description: dict[str, Any]
    outputs: dict[str, float]
    is_reproducible: bool
    restores_state: bool | None
    steps_per_second: float


def main() -> int:
    """Try the model of the command line and return the exit code."""
    file, kind, folder, seconds = sys.argv[1:]
    limits = kind_named(kind).limits
    # One thread: equal runs give equal bits whatever machine they are on.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    limit_this_process(Limits(limits.memory_mebibytes, limits.timeout_seconds))
    target = Path(folder)
    try:
        report = asdict(try_model(Path(file), kind, target / "unpacked", float(seconds)))
    except ModelBroken as error:
        (target / REFUSAL).write_text(json.dumps(error.to_dict()), encoding="utf-8")
        return REFUSED
    (target / REPORT).write_text(json.dumps(report, allow_nan=False), encoding="utf-8")
    return 0


def try_model(file: Path, kind: str, folder: Path, seconds: float) -> Trial:
    """Load a model and run it with its own start values.

    Raises:
        ModelBroken: it cannot be loaded, or a run does not end well.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from model_runtime.experiment import Experiment
    from simulate.runtimes import opener_of

    folder.mkdir(parents=True, exist_ok=True)
    with opener_of(kind)(file, folder) as model:
        description = model.describe()
        experiment = Experiment(description.step_seconds, TRIAL_STEPS, description.output_names)
        first, again = model.batch([{}, {}], experiment)
        if isinstance(first, ModelBroken):
            raise first
        restores = None
        if description.capabilities.can_save_state:
            model.reset({})
            state = model.save_state()
            model.end_values(experiment)
            model.load_state(state)
            restores = model.end_values(experiment).tolist() == first.tolist()
        return Trial(
            description=asdict(description),
            outputs=dict(zip(experiment.outputs, first.tolist(), strict=True)),
            is_reproducible=not isinstance(again, ModelBroken) and again.tolist() == first.tolist(),
            restores_state=restores,
            steps_per_second=_steps_per_second(model, experiment, seconds),
        )


def _steps_per_second(model: Any, experiment: Any, seconds: float) -> float:  # noqa: ANN401 - loaded late
    """Return the steps of processor time, starts of runs included."""
    begin = time.process_time()
    runs = 0
    while not runs or time.process_time() - begin < seconds:
        model.reset({})
        model.end_values(experiment)
        runs += 1
    return runs * TRIAL_STEPS / max(time.process_time() - begin, 1e-9)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # The report is complete: what a model's libraries do when a process ends may crash.
    os._exit(code)
