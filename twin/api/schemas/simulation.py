"""Simulation models and runs."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from twin.api.schemas.constraints import Text
from twin.api.schemas.errors import ErrorDetail
from twin.api.schemas.simulation_models import ActiveBody, ManifestSummary
from twin.simulation.request import LONGEST_KEY
from twin.simulation.trust.validity import Code as ReasonCode

RunKind = Literal["prediction", "what_if"]
RunState = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED"]


class ModelVariable(TypedDict):
    """One variable of a model and the signal it is bound to."""

    variable: str
    alias: str
    unit: str


class ModelBody(TypedDict):
    """One simulation model; `outputs` name the measured signal that each predicts.

    `kind`, `version`, `artefact_sha256` and `git_revision` are of the deployment that is active,
    `manifest` is what was found out when it was validated, null where nobody did.
    """

    model_id: str
    asset: str
    title: str
    kind: str
    version: str
    active: ActiveBody
    artefact_sha256: str
    git_revision: str
    manifest: ManifestSummary | None
    inputs: list[ModelVariable]
    outputs: list[ModelVariable]
    schedule_minutes: int
    interval_probability: float


class ModelList(TypedDict):
    """GET /models."""

    models: list[ModelBody]
    next_token: str | None


class StartRun(TypedDict):
    """POST /runs. `inputs` replace the measured values of the named variables (what-if)."""

    model_id: str
    kind: NotRequired[RunKind]
    inputs: NotRequired[dict[str, float] | None]
    idempotency_key: NotRequired[Annotated[str, Text(maximum_length=LONGEST_KEY)] | None]


class MeasuredCoverage(TypedDict):
    """Share of `count` past intervals that held what was measured, with its band of 95 %."""

    share: float
    count: int
    lower: float
    upper: float


class RunOutput(TypedDict):
    """One predicted variable with its interval; `measured` is the value when the run began.

    `raw_lower` to `raw_upper` is the model's own interval, `lower` to `upper` the same widened by
    what past predictions missed. Coverages are null until enough past predictions were measured.
    """

    value: float
    lower: float
    upper: float
    raw_lower: float
    raw_upper: float
    unit: str
    measured: float | None
    coverage: MeasuredCoverage | None
    raw_coverage: MeasuredCoverage | None


class ValidityReason(TypedDict):
    """One thing that speaks against a prediction."""

    code: ReasonCode
    message: str


class RunValidity(TypedDict):
    """Whether a result may be relied on, and every reason why not."""

    valid: bool
    reasons: list[ValidityReason]


class RunBody(TypedDict):
    """One run, also on the live topic `runs`.

    `inputs` are all the inputs used, `inputs_at` is when they were taken and what its predictions
    are stamped with; `outputs` is empty until it succeeded; `error` is set when it failed.
    `deployment` is the number of the model's deployment that it uses, 0 that of the site;
    `parameter_version` is empty where the parameters are those of the site file, and
    `parameters_age_seconds` null. `validity` is null until the run succeeded.
    """

    run_id: str
    model_id: str
    kind: RunKind
    state: RunState
    inputs: dict[str, float]
    inputs_at: float | None
    outputs: dict[str, RunOutput]
    model_version: str
    parameter_version: str
    deployment: int
    inputs_age_seconds: float | None
    parameters_age_seconds: float | None
    validity: RunValidity | None
    requested_by: str
    requested_at: float
    finished_at: float | None
    error: ErrorDetail | None


class RunPage(TypedDict):
    """GET /runs: newest first."""

    runs: list[RunBody]
    next_token: str | None
