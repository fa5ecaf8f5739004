"""Errors of calibration; those about a window are also its findings (twin/calibration/quality.py).

CalibrationError
├── WindowTooShort         fewer samples than an estimate needs
├── WindowGaps             samples are missing for longer than the model may be run blind
├── WindowInvalid          times do not rise, or shapes do not match
├── SensorStuck            a signal repeats one value for too long
├── InputConstant          the inputs do not excite the model
├── NotIdentifiable        the window does not determine the parameters
├── Diverged               a simulation or a filter gave no number
├── ModelNotLinear         the exact filter was asked to follow a model that is not linear
├── MethodUnknown          there is no such estimator
├── MethodUnsuitable       the model cannot do what the method needs
├── ProblemIncomplete      the problem lacks a part that the method needs
├── ParametersInvalid      a parameter's bounds, initial value or prior are wrong
├── ScoresTooFew           an interval of this level needs more calibration scores
├── HeldOutOverlaps        a back-test window was used for fitting
└── ParameterSetInvalid    a stored parameter set is not what its version says
"""

from __future__ import annotations

from twin.errors import TwinError


class CalibrationError(TwinError):
    """A calibration is refused."""

    code = "CALIBRATION_REFUSED"


class WindowTooShort(CalibrationError):
    """The window has fewer samples than an estimate needs."""

    code = "CALIBRATION_WINDOW_TOO_SHORT"
    status = 409


class WindowGaps(CalibrationError):
    """Samples are missing for longer than the model may be run without them."""

    code = "CALIBRATION_WINDOW_GAPS"
    status = 409


class WindowInvalid(CalibrationError):
    """Times do not rise, or the shapes of inputs and outputs do not match."""

    code = "CALIBRATION_WINDOW_INVALID"


class SensorStuck(CalibrationError):
    """A signal repeats one value for too long."""

    code = "CALIBRATION_SENSOR_STUCK"
    status = 409


class InputConstant(CalibrationError):
    """The inputs do not move enough to excite the model."""

    code = "CALIBRATION_INPUT_CONSTANT"
    status = 409


class NotIdentifiable(CalibrationError):
    """The window does not determine the parameters."""

    code = "CALIBRATION_NOT_IDENTIFIABLE"
    status = 409


class Diverged(CalibrationError):
    """A simulation or a filter gave no finite number."""

    code = "CALIBRATION_DIVERGED"
    status = 409


class ModelNotLinear(CalibrationError):
    """The exact filter was asked to follow a model that is not linear."""

    code = "CALIBRATION_MODEL_NOT_LINEAR"


class MethodUnknown(CalibrationError):
    """There is no such estimator."""

    code = "CALIBRATION_METHOD_UNKNOWN"


class MethodUnsuitable(CalibrationError):
    """The model cannot do what the method needs."""

    code = "CALIBRATION_METHOD_UNSUITABLE"


class ProblemIncomplete(CalibrationError):
    """The problem lacks a part that the method needs."""

    code = "CALIBRATION_PROBLEM_INCOMPLETE"


class ParametersInvalid(CalibrationError):
    """A parameter's bounds, initial value or prior are wrong."""

    code = "CALIBRATION_PARAMETERS_INVALID"


class ScoresTooFew(CalibrationError):
    """An interval of this level needs more calibration scores."""

    code = "CALIBRATION_SCORES_TOO_FEW"
    status = 409


class HeldOutOverlaps(CalibrationError):
    """A window for the back-test was used for fitting."""

    code = "CALIBRATION_HELD_OUT_OVERLAPS"


class ParameterSetInvalid(CalibrationError):
    """A stored parameter set is not what its version says."""

    code = "CALIBRATION_PARAMETER_SET_INVALID"
    status = 500
