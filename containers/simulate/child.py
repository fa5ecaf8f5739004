"""The child process that loads the model and runs its samples: `python -m simulate.child`.

It reads `job.json` and `model.fmu` in its folder and ends with 0 and `result.json`, or with
`REFUSED` and `refused.json`.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from container_runtime.child import REFUSED, Limits, limit_this_process
from twin.simulation.errors import ModelBroken
from twin.simulation.job import JobInput, JobOutput

JOB, MODEL = "job.json", "model.fmu"
RESULT, REFUSAL = "result.json", "refused.json"
LIMITS = Limits(memory_mebibytes=768, timeout_seconds=600)


def main() -> int:
    """Run the model and return the exit code."""
    limit_this_process(LIMITS)
    folder = Path.cwd()  # FMPy stays in the model's folder when loading it fails
    job = JobInput.from_mapping(json.loads((folder / JOB).read_text(encoding="utf-8")))
    try:
        outputs = run(job, folder)
    except ModelBroken as error:
        (folder / REFUSAL).write_text(json.dumps(error.to_dict()), encoding="utf-8")
        return REFUSED
    result = {name: asdict(output) for name, output in outputs.items()}
    (folder / RESULT).write_text(json.dumps(result, allow_nan=False), encoding="utf-8")
    return 0


def run(job: JobInput, folder: Path) -> dict[str, JobOutput]:
    """Run the model of a folder and return every output with its interval.

    Raises:
        ModelBroken: the model cannot be run.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from simulate.fmu import FmuRuntime
    from simulate.interval import predict

    unpacked = folder / "unpacked"
    unpacked.mkdir()
    with FmuRuntime(folder / MODEL, unpacked) as runtime:
        return predict(runtime, job)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # The files are complete: what a model's libraries do when a process ends is of no use any more,
    # and may crash.
    os._exit(code)
