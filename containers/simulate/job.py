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
from simulate.child import JOB, LIMITS, MODEL, REFUSAL, RESULT
from twin.simulation.job import JobInput
from twin.simulation.model_errors import ModelCrashed, model_error_of

LAST_LINES = 20


def simulate(source: S3Uri, target: S3Uri) -> None:
    """Run the model of an input and write `{"input_digest", "outputs": {variable: …}}`.

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
        outputs = _run(folder)
    write_json(target, {"input_digest": job.digest, "outputs": outputs})


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


def _run(folder: Path) -> dict[str, Any]:
    """Return the outputs that the child found."""
    try:
        code = run_child([sys.executable, "-m", "simulate.child"], folder=folder, limits=LIMITS)
    except ChildCrashed as error:
        print("\n".join(_last_lines(folder / LOG)), file=sys.stderr)
        raise ModelCrashed(
            "the model took its process down", found=error.found, expected=error.expected
        ) from error
    if code == REFUSED:
        raise model_error_of(json.loads((folder / REFUSAL).read_text(encoding="utf-8")))
    outputs: dict[str, Any] = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    return outputs


def _last_lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
