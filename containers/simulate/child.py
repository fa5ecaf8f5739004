"""The child process that loads the model and runs its samples: `python -m simulate.child KIND`.

It reads `job.json` and `model` in its folder and ends with 0, `result.json` and
`trajectory.json`, or with `REFUSED` and `refused.json`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from container_runtime.child import REFUSED, Limits, limit_this_process
from twin.simulation.errors import ModelBroken
from twin.simulation.job import JobInput
from twin.simulation.kinds import kind_named

JOB, MODEL = "job.json", "model"
RESULT, TRAJECTORY, REFUSAL = "result.json", "trajectory.json", "refused.json"


def main() -> int:
    """Run the model and return the exit code."""
    kind = sys.argv[1]
    limit_this_process(limits_of(kind))
    folder = Path.cwd()  # FMPy stays in the model's folder when loading it fails
    job = JobInput.from_mapping(json.loads((folder / JOB).read_text(encoding="utf-8")))
    try:
        result, trajectories = run(job, kind, folder)
    except ModelBroken as error:
        (folder / REFUSAL).write_text(json.dumps(error.to_dict()), encoding="utf-8")
        return REFUSED
    for name, value in ((TRAJECTORY, trajectories), (RESULT, result)):
        (folder / name).write_text(json.dumps(value, allow_nan=False), encoding="utf-8")
    return 0


def limits_of(kind: str) -> Limits:
    """Return what the process of a model of a kind may use; raise `ModelKindUnknown`."""
    limits = kind_named(kind).limits
    return Limits(limits.memory_mebibytes, limits.timeout_seconds)


def run(job: JobInput, kind: str, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run the model of a folder; return what it gives, and on which course.

    Raises:
        ModelBroken: the model cannot be run.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from simulate.cases import run_cases

    unpacked = folder / "unpacked"
    unpacked.mkdir()
    return run_cases(job, kind, folder / MODEL, unpacked)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # The files are complete: what a model's libraries do when a process ends is of no use any more,
    # and may crash.
    os._exit(code)
