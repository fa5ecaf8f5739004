"""`twin models calibrate|calibrations|report|cancel-calibration` over the API's function."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.integration.simulation.calibration.answers import prepared, write_decision
from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.function_client import FunctionClient
from tests.integration.simulation.plane import MODEL_ID
from twin.recalibration.drift_evidence import DriftEvidence
from twin.recalibration.order import PAGE, PLOTS, REPORT
from twin_local.cli import calibration_commands
from twin_local.cli.main import main
from twin_runtime import clients


@pytest.fixture
def shell(loop: CalibrationLoop, monkeypatch: pytest.MonkeyPatch) -> Iterator[CalibrationLoop]:
    monkeypatch.setattr(calibration_commands, "ApiClient", lambda: FunctionClient(loop))
    yield loop


def twin(*words: str, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
    done = CliRunner().invoke(main, ["models", *words, "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_calibrations_are_started_listed_and_cancelled(shell: CalibrationLoop) -> None:
    started = twin("calibrate", MODEL_ID, "--key", "k")
    assert twin("calibrate", MODEL_ID, "--key", "k") == started
    (listed,) = twin("calibrations", MODEL_ID)["calibrations"]
    assert listed == started
    cancelled = twin("cancel-calibration", started["calibration_id"])
    assert cancelled["state"] == "CANCELLED"
    assert twin("calibration", started["calibration_id"]) == cancelled


def test_waiting_ends_with_the_calibration(shell: CalibrationLoop) -> None:
    twin("calibrate", MODEL_ID, "--key", "k")
    (one,) = twin("calibrations")["calibrations"]
    shell.window(one["calibration_id"])  # nothing was measured
    found = twin("calibrate", MODEL_ID, "--key", "k", "--wait")
    assert found["state"] == "REFUSED"
    done = CliRunner().invoke(main, ["models", "calibration", one["calibration_id"]])
    assert "CALIBRATION_WINDOW_GAPS flow" in done.output


@pytest.mark.parametrize(
    ("drift", "told"),
    [
        (DriftEvidence("consecutive", 6, 1.5, 1.0), "6 predictions in a row outside"),
        (
            DriftEvidence("shift", 14, 163.2, 150.0, "flow", "lower", 96),
            "errors of flow are lower in 14 predictions than in the first 96 of the version, 163.2",
        ),
    ],
)
def test_drift_is_told_with_its_figures(
    shell: CalibrationLoop, drift: DriftEvidence, told: str
) -> None:
    shell.window("drift-1", "drift", drift=asdict(drift))  # nothing was measured
    done = CliRunner().invoke(main, ["models", "calibration", "drift-1"])
    assert f"started by drift: {told}" in done.output


def test_report_is_fetched_into_a_folder(shell: CalibrationLoop, tmp_path: Path) -> None:
    calibration_id = prepared(shell)
    write_decision(shell, calibration_id)
    shell.decide(calibration_id)
    for name in (PAGE, REPORT, *PLOTS):
        key = f"calibrations/{calibration_id}/{name}"
        clients.s3().put_object(Bucket="models", Key=key, Body=name.encode())
    twin("report", calibration_id, "-o", str(tmp_path / "report"))
    assert (tmp_path / "report" / PAGE).read_text() == PAGE
    assert len(list((tmp_path / "report").iterdir())) == 3 + len(PLOTS)
