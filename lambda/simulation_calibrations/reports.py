"""Where the report of a calibration is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from simulation_runtime.calibration_settings import calibrations
from twin.recalibration.errors import ReportMissing
from twin.recalibration.order import PAGE, PARAMETERS, PLOTS, REPORT, file_key
from twin_runtime import clients
from twin_runtime.http import Body, Request
from twin_runtime.settings import setting

if TYPE_CHECKING:
    from twin.api.schemas.simulation_calibrations import ReportFile

VALID_SECONDS = 900
FILES = {
    PAGE: "text/html",
    REPORT: "application/json",
    PARAMETERS: "application/json",
} | dict.fromkeys(PLOTS, "image/png")


def get_report(request: Request) -> Body:
    """Answer presigned addresses of the report's files.

    Raises:
        CalibrationUnknown: there is no such calibration.
        ReportMissing: it ended, or is, before the gate.
    """
    calibration = calibrations().find(request.path["calibration_id"])
    if calibration.verdict is None:
        raise ReportMissing(
            "the calibration has no report",
            found=calibration.state,
            expected="one that the gate has judged",
            where=calibration.calibration_id,
        )
    files = [_file(calibration.calibration_id, name, kind) for name, kind in FILES.items()]
    return {
        "calibration_id": calibration.calibration_id,
        "files": files,
        "expires_at": time.time() + VALID_SECONDS,
    }


def _file(calibration_id: str, name: str, media_type: str) -> ReportFile:
    address = clients.s3().generate_presigned_url(
        "get_object",
        Params={"Bucket": setting("MODELS_BUCKET"), "Key": file_key(calibration_id, name)},
        ExpiresIn=VALID_SECONDS,
    )
    return {"name": name, "media_type": media_type, "url": address}
