"""The job: read the input, fetch the model by digest, have it run, write the output."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from container_runtime.child import LOG, REFUSED, run_child
from container_runtime.errors import ChildCrashed, ObjectCorrupt
from container_runtime.storage import S3Uri, download, read_json, write_json
from simulate.child import JOB, MODEL, REFUSAL, RESULT, TRAJECTORY, limits_of
from twin.simulation.job import JobInput
from twin.simulation.kinds import kind_of
from twin.simulation.model_errors import ModelCrashed, model_error_of
from twin.simulation.model_file import ModelFile

LAST_LINES = 20


def simulate(source: S3Uri, target: S3Uri) -> None:
    """Run the model of an input and write `{"input_digest", "outputs": {variable: …}}`.

    What a job of several candidates gives is in `candidates`, in their order: outputs, or an error.
    `trajectory.json` beside it has the course of each case; it is written first, so that no output
    is without it.

    Raises:
        ObjectMissing, ObjectCorrupt: the input or the model is not what it should be.
        ModelBroken: the model cannot be run.
        ChildTimeLimit: the model ran too long.
    """
    job = read_input(source)
    with tempfile.TemporaryDirectory(prefix="simulate-") as name:
        folder = Path(name)
        artefact = S3Uri(source.bucket, job.artefact.key)
        download(artefact, folder / MODEL, sha256=job.artefact.sha256)
        (folder / JOB).write_text(job.to_json(), encoding="utf-8")
        result, trajectories = _run(folder)
    digest = {"input_digest": job.digest}
    write_json(target.sibling(TRAJECTORY), digest | trajectories)
    write_json(target, digest | result)


def read_input(source: S3Uri) -> JobInput:
    """Return the input of a run.

    Raises:
        ObjectMissing: there is none.
        ObjectCorrupt: it is not an input of a run.
    """
    value = read_json(source)
    try:
        return JobInput.from_mapping(value)
    except (KeyError, TypeError) as error:
        raise ObjectCorrupt(
            f"{source} is not the input of a run",
            found=f"{type(error).__name__}: {error}",
            expected="what the workflow's first step writes",
        ) from error


def _run(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the child found, and on which course; the content tells the kind."""
    kind = kind_of(ModelFile(folder / MODEL)).name
    try:
        command = [sys.executable, "-m", "simulate.child", kind]
        code = run_child(command, folder=folder, limits=limits_of(kind))
    except ChildCrashed as error:
        print("\n".join(_last_lines(folder / LOG)), file=sys.stderr)
        raise ModelCrashed(
            "the model took its process down", found=error.found, expected=error.expected
        ) from error
    if code == REFUSED:
        raise model_error_of(json.loads((folder / REFUSAL).read_text(encoding="utf-8")))
    result, trajectories = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in (RESULT, TRAJECTORY)
    )
    return result, trajectories


def _last_lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
