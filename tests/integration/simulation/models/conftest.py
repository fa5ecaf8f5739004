"""Models as they are sent and deployed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from simulation_models import storage
from tests.integration.simulation.plane import MODEL_ID, MODELS_BUCKET, SimulationPlane
from twin_local.execution.object_store import checksums
from twin_runtime import clients

PYTHON_MODEL = b"""
VARIABLES = []


def step(state, inputs, parameters, dt_seconds):
    return state, {}
"""
VARIABLES = [
    {"name": "speed", "causality": "input", "unit": "r/min"},
    {"name": "suction_pressure", "causality": "input", "unit": "bar"},
    {"name": "discharge_pressure", "causality": "input"},
    {"name": "wear", "causality": "parameter"},
    {"name": "efficiency_best", "causality": "parameter"},
    {"name": "flow", "causality": "output", "unit": "m3/h"},
    {"name": "power", "causality": "output", "unit": "kW"},
]


@dataclass(frozen=True)
class Deployer:
    """An engineer who sends files and deploys them."""

    plane: SimulationPlane

    def post(
        self, operation: str, body: object, key: str | None = None, model_id: str = MODEL_ID
    ) -> tuple[int, Any]:
        return self.plane.call(
            "POST",
            f"/models/{{model_id}}/{operation}",
            body,
            {"model_id": model_id},
            headers={"Idempotency-Key": key} if key else None,
        )

    def get(self, list_name: str, query: dict[str, list[str]] | None = None) -> tuple[int, Any]:
        return self.plane.call(
            "GET", f"/models/{{model_id}}/{list_name}", path={"model_id": MODEL_ID}, query=query
        )

    def manifest(self, content: bytes = PYTHON_MODEL, **more: object) -> dict[str, Any]:
        return {
            "id": MODEL_ID,
            "kind": "python",
            "artefact_sha256": hashlib.sha256(content).hexdigest(),
            "artefact_bytes": len(content),
            "variables": VARIABLES,
            "step_seconds": 1.0,
            "git_revision": "12" * 20,
            "steps_per_second": 1000.0,
            **more,
        }

    def send(self, content: bytes = PYTHON_MODEL, name: str = "pump.py") -> None:
        """Store a file as the presigned address does: with its checksum."""
        sha256 = hashlib.sha256(content)
        clients.s3().put_object(
            Bucket=MODELS_BUCKET,
            Key=f"models/{sha256.hexdigest()}/{name}",
            Body=content,
            ChecksumSHA256=base64.b64encode(sha256.digest()).decode(),
        )

    def deploy(self, content: bytes = PYTHON_MODEL, **more: object) -> Any:  # noqa: ANN401
        """Send and deploy a file, and return the answer."""
        self.send(content)
        body = {"file_name": "pump.py", "manifest": self.manifest(content), **more}
        status, answer = self.post("deployments", body)
        assert status == 201, answer
        return answer


@pytest.fixture(scope="session", autouse=True)
def bucket_that_verifies() -> None:
    """Let the S3 of this process keep and verify checksums, as the service does."""
    checksums.install()


@pytest.fixture
def deployer(plane: SimulationPlane) -> Iterator[Deployer]:
    plane.role, plane.subject = "engineer", "erik"
    storage._manifest.cache_clear()
    yield Deployer(plane)
