"""Bodies of the operations in `twin.api.routes.simulation_calibrations`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.simulation_calibrations import (
    CalibrationBody,
    CalibrationPage,
    CalibrationReport,
    StartCalibration,
)
from twin.recalibration.errors import (
    CalibrationEnded,
    CalibrationInProgress,
    CalibrationNotConfigured,
    CalibrationNotStarted,
    CalibrationRequestInvalid,
    CalibrationUnknown,
    ReportMissing,
)
from twin.simulation.errors import ModelUnknown

BODIES: dict[str, Bodies] = {
    "listCalibrations": Bodies(CalibrationPage, errors=(CalibrationNotConfigured, ModelUnknown)),
    "startCalibration": Bodies(
        CalibrationBody,
        StartCalibration,
        202,
        errors=(
            CalibrationInProgress,
            CalibrationNotConfigured,
            CalibrationNotStarted,
            CalibrationRequestInvalid,
            ModelUnknown,
        ),
    ),
    "getCalibration": Bodies(CalibrationBody, errors=(CalibrationUnknown,)),
    "getCalibrationReport": Bodies(CalibrationReport, errors=(CalibrationUnknown, ReportMissing)),
    "cancelCalibration": Bodies(
        CalibrationBody, status=202, errors=(CalibrationEnded, CalibrationUnknown)
    ),
}
