"""A run from request to result; one record that the API shows and consoles follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar, Literal

from twin.simulation.request import Kind
from twin.simulation.run_output import RunOutput
from twin.simulation.trust.validity import Reason, Validity

RunState = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED"]
ENDED: tuple[RunState, ...] = ("SUCCEEDED", "FAILED")
_HIDDEN = ("measured", "input_digest", "request_digest", "input_reasons", "what_if")
"""What a run's record holds for its later steps only."""


@dataclass(frozen=True)
class Run:
    """One run; times are UTC seconds since 1970.

    `inputs_at` is when its inputs were taken: what it predicts is of that time. `request_digest` is
    that of the request that asked for it; a scheduled run has none. `inputs_age_seconds` is how old
    the oldest measured input was then, `parameters_age_seconds` how long the parameters had been
    published, None for those of the site file. `input_reasons` is what the inputs say against the
    result, `validity` the whole judgement once there is one. `what_if` is what a what-if with
    several candidates compares, as `twin.simulation.what_if` writes it. `deployment` is the number
    of the model's deployment that it uses, 0 that of the site.
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
    parameter_version: str = ""
    inputs_age_seconds: float | None = None
    parameters_age_seconds: float | None = None
    input_reasons: tuple[Reason, ...] = ()
    validity: Validity | None = None
    what_if: Mapping[str, Any] | None = None
    deployment: int = 0

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
        deployment: int = 0,
        parameter_version: str = "",
        inputs_age_seconds: float | None = None,
        parameters_age_seconds: float | None = None,
        input_reasons: tuple[Reason, ...] = (),
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
            deployment=deployment,
            parameter_version=parameter_version,
            inputs_age_seconds=inputs_age_seconds,
            parameters_age_seconds=parameters_age_seconds,
            input_reasons=input_reasons,
        )

    def succeeded(
        self, outputs: Mapping[str, RunOutput], *, at: float, validity: Validity | None = None
    ) -> Run:
        """Return the run with its result."""
        return replace(self, state="SUCCEEDED", outputs=outputs, finished_at=at, validity=validity)

    def failed(self, error: Mapping[str, str], *, at: float) -> Run:
        """Return the run with the reason why it gave no result."""
        return replace(self, state="FAILED", error=error, finished_at=at)

    def to_body(self) -> dict[str, Any]:
        """Return the run as the API and the live channel show it."""
        body = asdict(self)
        for hidden in _HIDDEN:
            del body[hidden]
        return body

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Run:
        """Read what `asdict` wrote."""
        outputs = {name: RunOutput.from_mapping(item) for name, item in raw["outputs"].items()}
        reasons = _reasons(raw.get("input_reasons", ()))
        told = raw.get("validity")
        validity = None if told is None else Validity(told["valid"], _reasons(told["reasons"]))
        return cls(**{**raw, "outputs": outputs, "input_reasons": reasons, "validity": validity})


def _reasons(raw: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(**one) for one in raw)


@dataclass(frozen=True)
class RunStateChanged:
    """The event that says that a run has a new state."""

    source: ClassVar[str] = "twin.simulation"
    detail_type: ClassVar[str] = "RunStateChanged"

    run: Run

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return self.run.to_body()
