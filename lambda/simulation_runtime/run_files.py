"""The files of a run in the models bucket."""

from __future__ import annotations

import json
from typing import Any

from twin.simulation.errors import RunFailed
from twin.simulation.run import Run
from twin_runtime import clients
from twin_runtime.settings import setting


def read_file(key: str, run: Run) -> dict[str, Any]:
    """Return a file that the job of a run wrote.

    Raises:
        RunFailed: it is of another input.
    """
    answer = clients.s3().get_object(Bucket=setting("MODELS_BUCKET"), Key=key)
    return content_of(run, answer["Body"].read())


def write_file(key: str, value: object) -> None:
    """Write a file of a run; the same again changes nothing."""
    clients.s3().put_object(
        Bucket=setting("MODELS_BUCKET"),
        Key=key,
        Body=json.dumps(value, allow_nan=False).encode(),
        ContentType="application/json",
        ChecksumAlgorithm="SHA256",
    )


def content_of(run: Run, content: bytes) -> dict[str, Any]:
    """Return what stands in a file that the job of a run wrote.

    Raises:
        RunFailed: it is of another input.
    """
    value: dict[str, Any] = json.loads(content)
    if value["input_digest"] != run.input_digest:
        raise RunFailed(
            "the output is of another input",
            found=value["input_digest"],
            expected=run.input_digest,
        )
    return value
