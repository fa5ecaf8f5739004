"""The file with the course of a run, which not every image writes."""

from __future__ import annotations

from typing import Any

from simulation_runtime.run_files import content_of
from twin.simulation.job import trajectory_key
from twin.simulation.run import Run
from twin_runtime import clients
from twin_runtime.settings import setting


def find_trajectory(run: Run) -> dict[str, Any] | None:
    """Return the file's content, None where there is none.

    Raises:
        RunFailed: it is of another input.
    """
    client = clients.s3()
    try:
        answer = client.get_object(Bucket=setting("MODELS_BUCKET"), Key=trajectory_key(run.run_id))
    except client.exceptions.NoSuchKey:
        return None
    return content_of(run, answer["Body"].read())
