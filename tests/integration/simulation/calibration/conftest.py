"""The calibration functions over an AWS in this process; the job reaches it by its endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.idle_machine import create_idle_machine
from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.plane import SimulationPlane
from twin_runtime import clients

KEYS = ("pk", "sk", "gpk", "gsk")


@pytest.fixture
def quiet_loop(
    silent_plane: SimulationPlane, repository_root: Path, monkeypatch: pytest.MonkeyPatch
) -> CalibrationLoop:
    """Return the loop of a plant that has no value yet, and no job to run."""
    return _loop(silent_plane, repository_root, monkeypatch)


@pytest.fixture
def loop(
    served_plane: SimulationPlane, repository_root: Path, monkeypatch: pytest.MonkeyPatch
) -> CalibrationLoop:
    """Return the loop with the real model, and with the job's own environment."""
    found = _loop(served_plane, repository_root, monkeypatch)
    if not found.python.is_file():
        pytest.skip("no environment of the calibration job: run `make setup`")
    return found


def _loop(plane: SimulationPlane, root: Path, monkeypatch: pytest.MonkeyPatch) -> CalibrationLoop:
    names: Any = [{"AttributeName": one, "AttributeType": "S"} for one in KEYS]
    clients.dynamodb().create_table(
        TableName="calibrations",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=names,
        KeySchema=_schema("pk", "sk"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-time",
                "KeySchema": _schema("gpk", "gsk"),
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    machine = create_idle_machine("calibrations")
    monkeypatch.setenv("CALIBRATION_TABLE", "calibrations")
    monkeypatch.setenv("CALIBRATE_IMAGE_DIGEST", "sha256:" + "ab" * 32)
    monkeypatch.setenv("CALIBRATE_STATE_MACHINE_ARN", machine)
    python = root / ".build" / "venvs" / "calibrate" / "bin" / "python"
    return CalibrationLoop(plane, python, root)


def _schema(partition: str, position: str) -> Any:  # noqa: ANN401 - as DynamoDB takes it
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": position, "KeyType": "RANGE"},
    ]
