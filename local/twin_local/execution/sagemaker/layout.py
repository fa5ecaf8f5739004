"""What training and processing jobs have in common: their place, files and failures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin_local.execution.batch.retries import Ending

DAY_S = 86_400
FAILURE_CHARACTERS = 1024
STOPPED = "stopped"


@dataclass(frozen=True)
class Place:
    """Account, region and role of a job."""

    account: str
    region: str
    role: str


def failure_reason(base: Path, ending: Ending) -> str:
    """Return why a process failed: what it wrote to `output/failure`, and its exit code."""
    said = text_of(base / "output" / "failure")[:FAILURE_CHARACTERS]
    return f"AlgorithmError: {said or ending.status_reason}, exit code: {ending.exit_code}"


def resource_config(given: dict[str, Any]) -> dict[str, Any]:
    """Return what a container is told of its cluster: there is one host."""
    kind = given.get("InstanceType", "local")
    group = {
        "instance_group_name": "homogeneousCluster",
        "instance_type": kind,
        "hosts": ["algo-1"],
    }
    return {
        "current_host": "algo-1",
        "hosts": ["algo-1"],
        "network_interface_name": "lo",
        "current_instance_type": kind,
        "instance_groups": [group],
    }


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.is_file() else ""
