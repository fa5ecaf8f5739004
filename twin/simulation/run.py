"""A run from request to result; one record that the API shows and consoles follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar, Literal

from twin.simulation.request import Kind

RunState = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED"]
ENDED: tuple[RunState, ...] = ("SUCCEEDED", "FAILED")


@dataclass(frozen=True)
class RunOutput:
    """A predicted variable beside what was measured when the run began."""

    value: float
    lower: float
    upper: float
    unit: str
    measured: float | None


@dataclass(frozen=True)
class Run:
    """One run; times are UTC seconds since 1970.

    `inputs_at` is when its inputs were taken: what it predicts is of that time. `request_digest` is
    that of the request that asked for it; a scheduled run has none.
    """

    run_id: str
    model_id: str
    kind: Kind
    state: RunState
    requested_by: str
    requested_at: float
    inputs: Mapping[str, float] = field(default_factory=dict)
    outputs: Mapping[str, RunOutput] = field(default_factory=dict)
    model_version: str = ""
    input_digest: str = ""
    measured: Mapping[str, float] = field(default_factory=dict)
    finished_at: float | None = None
    error: Mapping[str, str] | None = None
    inputs_at: float | None = None
    request_digest: str = ""

    @property
    def has_ended(self) -> bool:
        """Return whether the run has its last state."""
        return self.state in ENDED

    def prepared(
        self,
        *,
        inputs: Mapping[str, float],
        measured: Mapping[str, float],
        model_version: str,
        input_digest: str,
        at: float,
    ) -> Run:
        """Return the run once its inputs are known."""
        return replace(
            self,
            state="RUNNING",
            inputs=inputs,
            measured=measured,
            model_version=model_version,
            input_digest=input_digest,
            inputs_at=at,
        )

    def succeeded(self, outputs: Mapping[str, RunOutput], *, at: float) -> Run:
        """Return the run with its result."""
        return replace(self, state="SUCCEEDED", outputs=outputs, finished_at=at)

    def failed(self, error: Mapping[str, str], *, at: float) -> Run:
        """Return the run with the reason why it gave no result."""
        return replace(self, state="FAILED", error=error, finished_at=at)

    def to_body(self) -> dict[str, Any]:
        """Return the run as the API and the live channel show it."""
        body = asdict(self)
        del body["measured"], body["input_digest"], body["request_digest"]
        return body

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Run:
        """Read what `asdict` wrote."""
        outputs = {name: RunOutput(**item) for name, item in raw["outputs"].items()}
        return cls(**{**raw, "outputs": outputs})


@dataclass(frozen=True)
class RunStateChanged:
    """The event that says that a run has a new state."""

    source: ClassVar[str] = "twin.simulation"
    detail_type: ClassVar[str] = "RunStateChanged"

    run: Run

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return self.run.to_body()
