"""What a job of the calibration writes, and what somebody else does meanwhile."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from simulation_runtime.calibration_settings import calibrations, registry
from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.plane import MODEL_ID, MODELS_BUCKET
from twin.simulation.registry import ParameterVersion
from twin.site_document import Parameter
from twin_runtime import clients


def prepared(loop: CalibrationLoop) -> str:
    """Return a calibration whose job would run now."""
    loop.measure(wear=0.12)
    calibration_id = loop.start()
    assert loop.window(calibration_id)["go"] is True
    return calibration_id


def write_decision(loop: CalibrationLoop, calibration_id: str, **changes: str) -> None:
    """Write what a job writes that accepts its candidate."""
    parameters = b'{"parameters":"of the candidate"}'
    verdict: dict[str, Any] = {
        "is_accepted": True,
        "grounds": [],
        "champion_error": 4.0,
        "candidate_error": 0.3,
        "shifts": [],
        "candidate_version": hashlib.sha256(parameters).hexdigest(),
    }
    decision = {
        "order_digest": calibrations().find(calibration_id).order_digest,
        "verdict": verdict,
        "parameters": [{"name": "wear", "value": 0.12, "standard_uncertainty": 0.001}],
        "conditions": {"speed": [1360.0, 1480.0]},
        **changes,
    }
    put(calibration_id, "parameters.json", parameters)
    put(calibration_id, "decision.json", json.dumps(decision).encode())


def put(calibration_id: str, name: str, content: bytes) -> None:
    """Write a file of a calibration."""
    key = f"calibrations/{calibration_id}/{name}"
    clients.s3().put_object(Bucket=MODELS_BUCKET, Key=key, Body=content)


def activate(number: int, wear: float) -> None:
    """Publish parameters as somebody else would."""
    version = ParameterVersion(
        model_id=MODEL_ID,
        number=number,
        version="ab" * 32,
        key="k",
        parameters=(Parameter("wear", wear, 0.01),),
        deployment=0,
        calibration_id="other",
        published_by="somebody",
        published_at=0.0,
    )
    registry().add_parameters(version)
    revision = registry().activations(MODEL_ID).revision
    registry().activate(
        MODEL_ID, "parameters", number, expected_revision=revision, by="somebody", at=0.0
    )


def died(_event: object) -> None:
    """Break off as a call does whose connection is lost."""
    raise ConnectionError
