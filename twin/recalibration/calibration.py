"""A calibration from request to end; one record that the API shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar, Literal, get_args

from twin.recalibration.drift_evidence import DriftEvidence

Trigger = Literal["request", "schedule", "drift"]
CalibrationState = Literal[
    "QUEUED", "RUNNING", "PUBLISHING", "PUBLISHED", "REFUSED", "FAILED", "CANCELLED"
]
TRIGGERS: tuple[Trigger, ...] = get_args(Trigger)
STATES: tuple[CalibrationState, ...] = get_args(CalibrationState)
ENDED: tuple[CalibrationState, ...] = ("PUBLISHED", "REFUSED", "FAILED", "CANCELLED")


@dataclass(frozen=True)
class Ground:
    """One reason of the gate, by its stable code, with the figures behind it."""

    reason: str
    found: str
    expected: str


@dataclass(frozen=True)
class Shift:
    """How far a parameter moved, in its unit; `sigmas` is the same in its standard deviation."""

    name: str
    before: float
    after: float
    sigma: float
    sigmas: float


@dataclass(frozen=True)
class Verdict:
    """What the job found: errors on held-out samples in sigma of the noise, and the decision."""

    is_accepted: bool
    grounds: tuple[Ground, ...]
    champion_error: float
    candidate_error: float
    shifts: tuple[Shift, ...]
    candidate_version: str

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Verdict:
        """Read what `asdict` wrote."""
        return cls(
            is_accepted=raw["is_accepted"],
            grounds=tuple(Ground(**item) for item in raw["grounds"]),
            champion_error=raw["champion_error"],
            candidate_error=raw["candidate_error"],
            shifts=tuple(Shift(**item) for item in raw["shifts"]),
            candidate_version=raw["candidate_version"],
        )


@dataclass(frozen=True)
class Calibration:
    """One calibration; times are UTC seconds since 1970.

    `samples` is how many rows of the window are used. `champion` and `published` are numbers of
    parameter versions in the model's registry; 0 is what the site file says. `error` is why it
    failed, or why its window was refused; `findings` is everything that was wrong with the window.
    `rolled_back_at` is when its version was taken back because predictions became worse. `drift`
    is what started one whose trigger is a drift.
    """

    calibration_id: str
    model_id: str
    trigger: Trigger
    state: CalibrationState
    requested_by: str
    requested_at: float
    request_digest: str = ""
    window_start: float | None = None
    window_end: float | None = None
    samples: int | None = None
    order_digest: str = ""
    deployment: int | None = None
    champion: int | None = None
    published: int | None = None
    verdict: Verdict | None = None
    error: Mapping[str, str] | None = None
    findings: tuple[Mapping[str, str], ...] = field(default_factory=tuple)
    finished_at: float | None = None
    rolled_back_at: float | None = None
    rollback_reason: str = ""
    drift: DriftEvidence | None = None

    @property
    def has_ended(self) -> bool:
        """Return whether the calibration has its last state."""
        return self.state in ENDED

    def ended(
        self,
        state: CalibrationState,
        *,
        at: float,
        error: Mapping[str, str] | None = None,
        findings: tuple[Mapping[str, str], ...] = (),
    ) -> Calibration:
        """Return the calibration with its last state and, where it has one, the reason."""
        return replace(self, state=state, finished_at=at, error=error, findings=findings)

    def to_body(self) -> dict[str, Any]:
        """Return the calibration as the API and its event show it."""
        body = asdict(self)
        del body["request_digest"], body["order_digest"]
        return body

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Calibration:
        """Read what `asdict` wrote."""
        verdict, drift = raw.get("verdict"), raw.get("drift")
        return cls(
            **{
                **raw,
                "drift": None if drift is None else DriftEvidence(**drift),
                "verdict": None if verdict is None else Verdict.from_mapping(verdict),
                "findings": tuple(raw.get("findings", ())),
            }
        )


@dataclass(frozen=True)
class CalibrationEnded:
    """The event that says that a calibration has ended, or that its version was taken back."""

    source: ClassVar[str] = "twin.simulation"
    detail_type: ClassVar[str] = "CalibrationEnded"

    calibration: Calibration

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event."""
        return self.calibration.to_body()
