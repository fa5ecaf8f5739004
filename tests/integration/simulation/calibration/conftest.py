"""The calibration functions over an AWS in this process; the job reaches it by its endpoint."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.idle_machine import create_idle_machine
from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.plane import SimulationPlane
from tests.tables import create_table
from twin_runtime import clients


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
    create_table(clients.dynamodb(), "calibrations")
    machine = create_idle_machine("calibrations")
    monkeypatch.setenv("CALIBRATION_TABLE", "calibrations")
    monkeypatch.setenv("CALIBRATE_IMAGE_DIGEST", "sha256:" + "ab" * 32)
    monkeypatch.setenv("CALIBRATE_STATE_MACHINE_ARN", machine)
    python = root / ".build" / "venvs" / "calibrate" / "bin" / "python"
    return CalibrationLoop(plane, python, root)
