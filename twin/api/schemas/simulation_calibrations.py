"""Calibrations of simulation models."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from twin.api.schemas.constraints import Text
from twin.api.schemas.errors import ErrorDetail
from twin.simulation.request import LONGEST_KEY

CalibrationTrigger = Literal["request", "schedule", "drift"]
CalibrationState = Literal[
    "QUEUED", "RUNNING", "PUBLISHING", "PUBLISHED", "REFUSED", "FAILED", "CANCELLED"
]


class StartCalibration(TypedDict):
    """POST /calibrations."""

    model_id: str
    idempotency_key: NotRequired[Annotated[str, Text(maximum_length=LONGEST_KEY)] | None]


class GateGround(TypedDict):
    """One reason of the gate, by its stable code, with the figures behind it."""

    reason: str
    found: str
    expected: str


class ParameterShift(TypedDict):
    """How far a parameter moved, in its unit; `sigmas` is the same in its standard deviation."""

    name: str
    before: float
    after: float
    sigma: float
    sigmas: float


class CalibrationVerdict(TypedDict):
    """What was decided; errors are on held-out samples, in standard deviations of the noise."""

    is_accepted: bool
    grounds: list[GateGround]
    champion_error: float
    candidate_error: float
    shifts: list[ParameterShift]
    candidate_version: str


class CalibrationDrift(TypedDict):
    """What a drift was told by: `statistic` is at or above its `threshold`.

    `consecutive`: that many predictions in a row were outside of their band; the statistic is the
    least normalised innovation squared over its bound. `shift`: the distribution of errors is not
    what it was in the `reference` first predictions of the version; `output` changed most, and
    its measured values are `higher` or `lower` than predicted, or its errors `wider`, than then.
    """

    rule: Literal["consecutive", "shift"]
    predictions: int
    statistic: float
    threshold: float
    output: str
    change: Literal["", "higher", "lower", "wider"]
    reference: int


class CalibrationBody(TypedDict):
    """One calibration.

    `samples` are the usable ones of its window. `champion` and `published` are numbers of versions
    in the model's registry, 0 being the site file's. `error` is why it failed or was refused before
    the gate, `findings` everything that was wrong with the window. `rolled_back_at` is when its
    version was taken back because predictions became worse. `drift` is set where one started it.
    """

    calibration_id: str
    model_id: str
    trigger: CalibrationTrigger
    state: CalibrationState
    requested_by: str
    requested_at: float
    window_start: float | None
    window_end: float | None
    samples: int | None
    deployment: int | None
    champion: int | None
    published: int | None
    verdict: CalibrationVerdict | None
    error: ErrorDetail | None
    findings: list[ErrorDetail]
    finished_at: float | None
    rolled_back_at: float | None
    rollback_reason: str
    drift: CalibrationDrift | None


class CalibrationPage(TypedDict):
    """GET /calibrations: newest first."""

    calibrations: list[CalibrationBody]
    next_token: str | None


class ReportFile(TypedDict):
    """A file of a report, at a presigned address."""

    name: str
    media_type: str
    url: str


class CalibrationReport(TypedDict):
    """GET /calibrations/{calibration_id}/report; the addresses are valid until `expires_at`."""

    calibration_id: str
    files: list[ReportFile]
    expires_at: float
