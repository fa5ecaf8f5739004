"""Calibrations: parameters of models that follow their assets."""

from __future__ import annotations

from twin.api.routes.route import Method, Role, Route

_CALIBRATION = "/calibrations/{calibration_id}"


def _route(
    method: Method,
    path: str,
    operation_id: str,
    role: Role,
    summary: str,
    query: tuple[str, ...] = (),
) -> Route:
    return Route(method, path, operation_id, "simulation_calibrations", role, summary, query)


ROUTES: tuple[Route, ...] = (
    _route(
        "GET",
        "/calibrations",
        "listCalibrations",
        "viewer",
        "Calibrations, newest first",
        ("model_id", "limit", "next_token"),
    ),
    _route("POST", "/calibrations", "startCalibration", "engineer", "Calibrate a model now"),
    _route("GET", _CALIBRATION, "getCalibration", "viewer", "One calibration"),
    _route(
        "GET",
        f"{_CALIBRATION}/report",
        "getCalibrationReport",
        "viewer",
        "Where its report is: page, data, plots and parameters",
    ),
    _route("POST", f"{_CALIBRATION}/cancel", "cancelCalibration", "engineer", "Stop it"),
)
