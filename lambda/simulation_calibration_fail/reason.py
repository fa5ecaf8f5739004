"""Why a calibration found nothing, as an error with a code."""

from __future__ import annotations

from collections.abc import Mapping

from simulation_runtime.step_failures import error_in_file, raised_error, words_of
from twin.recalibration.errors import CalibrationFailed
from twin.recalibration.order import file_key

ERROR_FILE = "error.json"


def reason_of_failure(failure: Mapping[str, str]) -> dict[str, str]:
    """Return the error of a step's `Error` and `Cause`, one of ours under its own code."""
    stated = CalibrationFailed("a step of the calibration failed", found=words_of(failure))
    return raised_error(failure) or stated.to_dict()


def reason_of_end(status: str) -> dict[str, str]:
    """Return the error of an execution that is over without having recorded why."""
    return CalibrationFailed(
        "the workflow ended without a decision; the calibration may be started again", found=status
    ).to_dict()


def reason_of_job(calibration_id: str) -> dict[str, str] | None:
    """Return the typed error that the job wrote before it ended, if it did."""
    return error_in_file(file_key(calibration_id, ERROR_FILE))
