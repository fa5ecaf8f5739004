"""The operations on calibrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation_calibrations.controls import cancel_calibration, start_calibration
from simulation_calibrations.reports import get_report
from simulation_runtime.calibration_settings import calibrations
from twin.recalibration.request import settings_of
from twin.simulation.request import find_model
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.site import site


def list_calibrations(request: Request) -> Body:
    """Answer one page of calibrations, newest first; those of one model where it is named."""
    model_id = request.one("model_id")
    if model_id is not None:
        settings_of(find_model(site(), model_id))
    limit = request.integer("limit")
    page = calibrations().page(model_id, limit=limit, token=request.one("next_token"))
    found = [one.to_body() for one in page.calibrations]
    return {"calibrations": found, "next_token": page.next_token}


def get_calibration(request: Request) -> Body:
    """Answer one calibration."""
    return calibrations().find(request.path["calibration_id"]).to_body()


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations."""
    return serve(
        event,
        {
            "listCalibrations": list_calibrations,
            "startCalibration": start_calibration,
            "getCalibration": get_calibration,
            "getCalibrationReport": get_report,
            "cancelCalibration": cancel_calibration,
        },
    )
