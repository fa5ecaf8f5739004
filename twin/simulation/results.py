"""The result of a run as one record of its model's history, by the time of its inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from twin.simulation.run import Run

RETENTION_SECONDS = 400 * 86_400
"""As long as alarms are remembered; the run itself stays in the table of runs."""

LISTING = "results"
PREFIX = "run#"


def time_of(run: Run) -> float:
    """Return of when a run tells: when its inputs were taken, or else when it was asked for."""
    return run.requested_at if run.inputs_at is None else run.inputs_at


def result_item(run: Run) -> dict[str, str]:
    """Return the record's attributes, all text but `expires_at`, which is a number's text."""
    place = f"{time_of(run):017.6f}#{run.run_id}"
    return {
        "pk": partition(run.model_id),
        "sk": f"{PREFIX}{place}",
        "gpk": LISTING,
        "gsk": place,
        "run": json.dumps(asdict(run)),
        "expires_at": str(int(time_of(run)) + RETENTION_SECONDS),
    }


def run_of(item: Mapping[str, str]) -> Run:
    """Read what `result_item` wrote."""
    return Run.from_mapping(json.loads(item["run"]))


def partition(model_id: str) -> str:
    """Return the partition of a model's results."""
    return f"model#{model_id}"
