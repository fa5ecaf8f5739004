"""What-ifs over the plane: what interlocks look at, and the job in its own interpreter."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.simulation.plane import MODEL_ID, SimulationPlane
from twin_runtime import clients

LEVEL, TEMPERATURE = "/demo/T-101/level", "/demo/P-101/motor_temperature"


class WhatIfs:
    """Asks what-ifs of the pump."""

    def __init__(self, plane: SimulationPlane) -> None:
        self.plane = plane
        kinds: Any = [
            {"name": name, "dataType": "DOUBLE", "type": {"measurement": {}}}
            for name in ("level", "motor_temperature")
        ]
        client = clients.iotsitewise()
        made = client.create_asset_model(assetModelName="others", assetModelProperties=kinds)
        asset = client.create_asset(assetName="others", assetModelId=made["assetModelId"])
        properties = client.describe_asset(assetId=asset["assetId"])["assetProperties"]
        for alias, item in zip((LEVEL, TEMPERATURE), properties, strict=True):
            client.update_asset_property(
                assetId=asset["assetId"], propertyId=item["id"], propertyAlias=alias
            )
        self.measure(LEVEL, 2.0)
        self.measure(TEMPERATURE, 60.0)

    def measure(self, alias: str, value: float) -> None:
        """Store one value of a signal that an interlock looks at."""
        now = time.time()
        moment = {"timeInSeconds": int(now), "offsetInNanos": int(now % 1 * 1e9)}
        entry: Any = {
            "entryId": "e",
            "propertyAlias": alias,
            "propertyValues": [{"value": {"doubleValue": value}, "timestamp": moment}],
        }
        answer = clients.iotsitewise().batch_put_asset_property_value(entries=[entry])
        assert answer["errorEntries"] == []

    def ask(self, **body: Any) -> tuple[int, Any]:  # noqa: ANN401 - any JSON
        return self.plane.call("POST", "/what-if", {"model_id": MODEL_ID, **body})

    def start(self, **body: Any) -> Any:  # noqa: ANN401 - any JSON
        """Start a what-if and return it."""
        status, answer = self.ask(**body)
        assert status == 202, answer
        return answer

    def get(self, run_id: str) -> tuple[int, Any]:
        return self.plane.call("GET", "/what-if/{run_id}", path={"run_id": run_id})

    def course(self, run_id: str, candidate: int | None = None) -> tuple[int, Any]:
        query = None if candidate is None else {"candidate": [str(candidate)]}
        path = {"run_id": run_id}
        return self.plane.call("GET", "/runs/{run_id}/trajectory", path=path, query=query)


@pytest.fixture
def what_ifs(plane: SimulationPlane) -> WhatIfs:
    return WhatIfs(plane)


@pytest.fixture
def served_what_ifs(served_plane: SimulationPlane) -> WhatIfs:
    return WhatIfs(served_plane)


@pytest.fixture
def run_job(repository_root: Path) -> Callable[[list[str]], None]:
    """Run the command of a job as its image does, over the AWS that other processes reach."""
    python = repository_root / ".build" / "venvs" / "simulate" / "bin" / "python"
    if not python.is_file():
        pytest.skip("the environment of the image simulate is not built: run `make setup`")

    def run(command: list[str]) -> None:
        roots = (str(repository_root / "containers"), str(repository_root))
        subprocess.run(
            [str(python), "-m", "simulate", *command],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(roots)},
            check=True,
        )

    return run
