"""Errors of the calibration loop; those about a window are `twin.calibration.errors`.

SimulationError
└── RecalibrationError
    ├── CalibrationUnknown          there is no such calibration
    ├── CalibrationNotConfigured    the model's site file says nothing of a calibration
    ├── CalibrationRequestInvalid   the request is wrong
    ├── CalibrationInProgress       the model is being calibrated
    ├── CalibrationEnded            what has ended cannot be cancelled
    ├── CalibrationNotStarted       the workflow did not take the calibration
    ├── ChampionChanged             another version was activated while the candidate was judged
    ├── OrderInvalid                the job's order or its answer is not what it should be
    ├── WindowFileInvalid           a file of measured values cannot be read
    ├── ReportMissing               the calibration ended before it had a report
    ├── WatchContended              other predictions were judged at the same time, again and again
    └── CalibrationFailed           the job or the workflow failed without saying more
"""

from __future__ import annotations

from twin.simulation.errors import SimulationError


class RecalibrationError(SimulationError):
    """A calibration is refused or failed."""

    code = "CALIBRATION_REFUSED"


class CalibrationUnknown(RecalibrationError):
    """There is no such calibration."""

    code = "CALIBRATION_UNKNOWN"
    status = 404


class CalibrationNotConfigured(RecalibrationError):
    """The site file does not say how the model is calibrated."""

    code = "CALIBRATION_NOT_CONFIGURED"
    status = 409


class CalibrationRequestInvalid(RecalibrationError):
    """The request for a calibration is wrong."""

    code = "CALIBRATION_REQUEST_INVALID"


class CalibrationInProgress(RecalibrationError):
    """Another calibration of the model has not ended."""

    code = "CALIBRATION_IN_PROGRESS"
    status = 409


class CalibrationEnded(RecalibrationError):
    """A calibration that has ended, or is being published, cannot be cancelled."""

    code = "CALIBRATION_ENDED"
    status = 409


class CalibrationNotStarted(RecalibrationError):
    """The workflow did not take the calibration."""

    code = "CALIBRATION_NOT_STARTED"
    status = 502


class ChampionChanged(RecalibrationError):
    """The candidate was judged against a version that is no longer active."""

    code = "CALIBRATION_CHAMPION_CHANGED"
    status = 409


class OrderInvalid(RecalibrationError):
    """A file between the workflow and the job is not what it should be."""

    code = "CALIBRATION_ORDER_INVALID"
    status = 500


class WindowFileInvalid(RecalibrationError):
    """A file of measured values has a name or a row that cannot be read."""

    code = "CALIBRATION_FILE_INVALID"
    status = 409


class ReportMissing(RecalibrationError):
    """The calibration ended before it had a report."""

    code = "CALIBRATION_REPORT_MISSING"
    status = 404


class WatchContended(RecalibrationError):
    """What is remembered of a model's predictions could not be written; trying again helps."""

    code = "CALIBRATION_WATCH_CONTENDED"
    status = 503


class CalibrationFailed(RecalibrationError):
    """The job or the workflow failed without saying more."""

    code = "CALIBRATION_FAILED"
    status = 500
