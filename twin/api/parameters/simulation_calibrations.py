"""Parameters of the operations in `twin.api.routes.simulation_calibrations`."""

from __future__ import annotations

from twin.api.parameters.common import name
from twin.api.parameters.parameter import Parameter

_CALIBRATION = {"calibration_id": name("The id of a calibration", 80)}

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "listCalibrations": {"model_id": name("Only those of this model", 128)},
    "getCalibration": _CALIBRATION,
    "getCalibrationReport": _CALIBRATION,
    "cancelCalibration": _CALIBRATION,
}
