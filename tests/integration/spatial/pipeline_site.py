"""A site with pipelines of its own: its file, its images, and what its jobs do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.spatial.plane import SpatialPlane
from twin.compile import compile_site
from twin.definition import load_site
from twin.definition.checks import pipelines as checks
from twin.spatial.workflow import Outcome
from twin_runtime.site import site

IMAGES = Path(__file__).parent / "images"
TABLE = b"time,flow\n1,20.5\n2,20.7\n3,20.4\n"
DIGEST = "cd" * 32
ENTRY: dict[str, Any] = {
    "image": "containers/count_rows",
    "inputs": ["csv"],
    "outputs": {
        "summary.json": {"media_type": "application/json"},
        "first_rows.tsv": {"media_type": "text/tab-separated-values"},
        "plot.svg": {"media_type": "image/svg+xml", "optional": True},
    },
    "parameters": {"first_rows": 2},
    "sizes": [
        {
            "maximum_bytes": 1_000_000,
            "vcpus": 1,
            "memory_mebibytes": 2048,
            "timeout_seconds": 60,
        }
    ],
    "automatic": True,
}
FOREIGN = {
    **ENTRY,
    "image": f"ghcr.io/plant/tables@sha256:{DIGEST}",
    "outputs": {"rows.json": {"media_type": "application/json"}},
}
VERSION = "/databases/{database_id}/assets/{asset_key}/files/{file_path}"
FILE = {"database_id": "site", "asset_key": "flows", "file_path": "flows.csv"}
FIRST = {**FILE, "number": "1"}


@dataclass
class Site:
    """The plane of a site whose file has one entry more."""

    plane: SpatialPlane
    root: Path

    def declare(self, monkeypatch: pytest.MonkeyPatch, **pipelines: Mapping[str, Any]) -> None:
        """Write a site file with pipelines, and deploy what is compiled of it."""
        monkeypatch.setattr(checks, "ROOT", IMAGES)
        content = {"name": "plant", "account": "1" * 12, "region": "us-east-1"}
        path = Path(os.environ["LAMBDA_TASK_ROOT"]) / "plant.yaml"
        path.write_text(yaml.safe_dump({**content, "spatial": {"pipelines": pipelines}}))
        document = compile_site(load_site(path))
        path.with_name("site.json").write_text(document.to_packed_json(), encoding="utf-8")
        site.cache_clear()
        self.plane.pipelines = {
            name: {"definition": f"{name}:1", "tool_digest": DIGEST} for name in pipelines
        }

    def run(self, ordered: Outcome, *program: str) -> int:
        """Do the ordered job as its image would."""
        roots = (IMAGES / "containers", self.root / "containers", self.root)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, roots))}
        command = [sys.executable, *program, *ordered["job"]["command"]]
        return subprocess.run(command, env=environment, check=False).returncode

    def why(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        status, body = self.plane.call(
            "GET",
            f"{VERSION}/versions/{{number}}/derivatives/{{derivative}}",
            path={**FIRST, "derivative": name},
        )
        assert status == 200, body
        return body

    def fail(self, ordered: Outcome, reason: str = "") -> None:
        """Tell the workflow's recording step that the job failed, as Batch does."""
        cause = {"JobName": "j", "JobId": "1", "Container": {"Reason": reason}}
        failed: Outcome = {
            **ordered,
            "failure": {"Error": "States.TaskFailed", "Cause": json.dumps(cause)},
        }
        self.plane.fail(failed)

    def address(self, name: str) -> str:
        """Return where a derivative of the first version is to be fetched."""
        status, body = self.plane.call(
            "GET", f"{VERSION}/versions/{{number}}/url", path=FIRST, query={"derivative": [name]}
        )
        assert status == 200, body
        return str(body["url"])
