"""A study from request to results: one record that the API shows and consoles follow.

QUEUED → PLANNED → RUNNING → COLLECTING → SUCCEEDED
                                        ↘ FAILED, CANCELLED → QUEUED (another attempt)

A study of one chunk is collected by the job that runs it and has no state COLLECTING.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar, Literal, get_args

from twin.simulation.study_cost import Estimate, Usage
from twin.simulation.tally import Tally

StudyState = Literal[
    "QUEUED", "PLANNED", "RUNNING", "COLLECTING", "SUCCEEDED", "FAILED", "CANCELLED"
]
STATES: tuple[StudyState, ...] = get_args(StudyState)
ENDED: tuple[StudyState, ...] = ("SUCCEEDED", "FAILED", "CANCELLED")
INNER = ("cancelled_by", "subject", "study_digest")
"""What the record knows beside what the API shows."""


@dataclass(frozen=True, kw_only=True)
class StudyRun:
    """One study; times are UTC seconds since 1970.

    `varied` are the inputs of the design, `estimate` is what it is expected to take, `usage` what
    it took. `chunks` is 0 until it is planned. `attempt` counts from 1. `failed` counts failed rows
    by code. `study_digest` is that of the document that the jobs read.
    """

    study_id: str
    model_id: str
    kind: str
    design: str
    varied: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: int
    steps: int
    step_seconds: float
    seed: int
    estimate: Estimate
    state: StudyState
    requested_by: str
    subject: str
    requested_at: float
    attempt: int = 1
    chunks: int = 0
    study_digest: str = ""
    tally: Tally = field(default_factory=Tally)
    failed: Mapping[str, int] | None = None
    usage: Usage | None = None
    started_at: float | None = None
    finished_at: float | None = None
    cancelled_by: str = ""
    error: Mapping[str, str] | None = None

    @property
    def has_ended(self) -> bool:
        """Return whether nothing goes on any more."""
        return self.state in ENDED

    @property
    def execution(self) -> str:
        """Return the name of the workflow's execution."""
        return execution_name(self.study_id, self.attempt)

    def planned(self, estimate: Estimate, *, chunks: int, study_digest: str) -> StudyRun:
        """Return the study once its jobs know what to do."""
        return replace(
            self, state="PLANNED", estimate=estimate, chunks=chunks, study_digest=study_digest
        )

    def running(self, *, at: float) -> StudyRun:
        """Return the study as its first job is submitted."""
        return replace(self, state="RUNNING", started_at=at)

    def collecting(self) -> StudyRun:
        """Return the study when all chunks have run."""
        return replace(self, state="COLLECTING")

    def succeeded(self, failed: Mapping[str, int], usage: Usage, *, at: float) -> StudyRun:
        """Return the study with what became of its rows."""
        lost = sum(failed.values())
        return replace(
            self,
            state="SUCCEEDED",
            failed=dict(failed),
            tally=Tally(self.rows - lost, lost),
            usage=usage,
            finished_at=at,
        )

    def ended_badly(self, error: Mapping[str, str], tally: Tally, *, at: float) -> StudyRun:
        """Return the study without results; one that somebody stopped is cancelled."""
        state: StudyState = "CANCELLED" if self.cancelled_by else "FAILED"
        return replace(self, state=state, error=dict(error), tally=tally, finished_at=at)

    def to_be_cancelled(self, by: str) -> StudyRun:
        """Return the study as what somebody stops; it is over when its execution is."""
        return replace(self, cancelled_by=by)

    def again(self, by: str, subject: str, *, at: float) -> StudyRun:
        """Return the study for its next attempt: what is there already is not run again."""
        return replace(
            self,
            state="QUEUED",
            attempt=self.attempt + 1,
            requested_by=by,
            subject=subject,
            requested_at=at,
            started_at=None,
            finished_at=None,
            cancelled_by="",
            error=None,
        )

    def to_body(self, tally: Tally | None = None, *, was_cached: bool = False) -> dict[str, Any]:
        """Return the study as the API and events show it; `tally` is of what is there now."""
        counted = self.tally if tally is None else tally
        body = asdict(self)
        for name in (*INNER, "tally"):
            del body[name]
        rows = {
            "accepted": self.rows,
            "done": counted.done,
            "failed": counted.failed,
            "pending": counted.pending(self.rows),
        }
        return {**body, "counts": rows, "was_cached": was_cached}

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> StudyRun:
        """Read what `asdict` wrote."""
        return cls(
            **{
                **raw,
                "varied": tuple(raw["varied"]),
                "outputs": tuple(raw["outputs"]),
                "estimate": Estimate(**raw["estimate"]),
                "tally": Tally(**raw["tally"]),
                "usage": Usage(**raw["usage"]) if raw["usage"] else None,
            }
        )


def execution_name(study_id: str, attempt: int) -> str:
    """Return the name of the execution that does an attempt."""
    return f"{study_id}-{attempt}"


@dataclass(frozen=True)
class StudyStateChanged:
    """The event that says that a study has a new state."""

    source: ClassVar[str] = "twin.simulation"
    detail_type: ClassVar[str] = "StudyStateChanged"

    study: StudyRun

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return self.study.to_body()
