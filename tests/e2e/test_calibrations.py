"""A calibration through its state machine: refused for want of a window, published, taken back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.e2e.conftest import Twin
from tests.integration.simulation.calibration.plant import NOISE, Moment, measured

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]

ASSET, MODEL = "P-102", "P-102.pump"
SECONDS, SAMPLES = 60.0, 350
WEAR = 0.12


@pytest.fixture
def sitewise(twin: Twin) -> Any:  # noqa: ANN401 - a client of boto3
    """Return SiteWise as plain boto3 sees it."""
    return boto3.client(
        "iotsitewise",
        endpoint_url=twin.run("status")["endpoint_url"],
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(inject_host_prefix=False),
    )


def store(sitewise: Any, moments: list[Moment]) -> None:  # noqa: ANN401 - a client of boto3
    for name in NOISE:
        for first in range(0, len(moments), 10):
            points = [
                {
                    "value": {"doubleValue": one.values[name]},
                    "timestamp": {"timeInSeconds": int(one.time), "offsetInNanos": 0},
                    "quality": "GOOD",
                }
                for one in moments[first : first + 10]
            ]
            entry = {"entryId": "e", "propertyAlias": f"/demo/{ASSET}/{name}"}
            answer = sitewise.batch_put_asset_property_value(
                entries=[{**entry, "propertyValues": points}]
            )
            assert answer["errorEntries"] == []


def test_calibration_without_a_window_says_why(twin: Twin) -> None:
    found = twin.run("models", "calibrate", MODEL, "--wait", role="engineer")
    assert found["state"] == "REFUSED", found
    codes = {one["code"] for one in found["findings"]}
    assert {"CALIBRATION_WINDOW_GAPS", "CALIBRATION_WINDOW_TOO_SHORT"} <= codes
    assert found["published"] is None


def test_worn_pump_is_found_reported_and_taken_back(
    twin: Twin,
    sitewise: Any,  # noqa: ANN401 - a client of boto3
    tmp_path: Path,
) -> None:
    last = time.time() // SECONDS * SECONDS - 120
    moments = list(measured(last - SECONDS * (SAMPLES - 1), SAMPLES, SECONDS, wear=WEAR))
    store(sitewise, moments)
    found = twin.run("models", "calibrate", MODEL, "--wait", role="engineer")
    assert found["state"] == "PUBLISHED", (found["findings"], found["verdict"])
    shifts = {one["name"]: one for one in found["verdict"]["shifts"]}
    assert shifts["wear"]["after"] == pytest.approx(WEAR, abs=0.01)

    twin.run("models", "report", found["calibration_id"], "-o", str(tmp_path), role="viewer")
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (tmp_path / "held_out.png").read_bytes().startswith(b"\x89PNG")

    listed = twin.run("models", "calibrations", MODEL, role="viewer")["calibrations"]
    assert [one["state"] for one in listed[:2]] == ["PUBLISHED", "REFUSED"]
    point = ("speed=1450", "suction_pressure=0.3", "discharge_pressure=3.2")
    options = [part for value in point for part in ("--set", value)]
    worn = twin.run("what-if", MODEL, *options, role="operator")
    assert worn["parameter_version"] == found["verdict"]["candidate_version"]

    twin.run("models", "rollback", MODEL, "--parameters", role="engineer")
    before = twin.run("what-if", MODEL, *options, role="operator")
    assert before["parameter_version"] == ""
    assert before["outputs"]["flow"]["value"] > worn["outputs"]["flow"]["value"]
