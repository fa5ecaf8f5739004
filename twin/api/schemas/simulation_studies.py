"""Studies of simulation models."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from twin.api.schemas.constraints import Items, Number, Text
from twin.api.schemas.errors import ErrorDetail
from twin.simulation.request import LONGEST_KEY
from twin.simulation.study_reading import MOST_STEPS
from twin.simulation.study_request import LARGEST_SEED

StudyState = Literal[
    "QUEUED", "PLANNED", "RUNNING", "COLLECTING", "SUCCEEDED", "FAILED", "CANCELLED"
]


class StartStudy(TypedDict):
    """POST /studies. `design` is a document `{"name", …}` of docs/simulation/studies.md.

    `fixed` are start values of all rows, in place of the model's parameters and starts. `outputs`
    are what the model predicts where none are named; `steps` and `step_seconds` the model's own.
    """

    model_id: str
    design: dict[str, Any]
    fixed: NotRequired[dict[str, float] | None]
    outputs: NotRequired[Annotated[list[str], Items(1)] | None]
    steps: NotRequired[Annotated[int, Number(0, MOST_STEPS)] | None]
    step_seconds: NotRequired[float | None]
    seed: NotRequired[Annotated[int, Number(0, LARGEST_SEED)] | None]
    idempotency_key: NotRequired[Annotated[str, Text(maximum_length=LONGEST_KEY)] | None]


class StudyEstimate(TypedDict):
    """What a study is expected to take; null where nobody measured how fast the model steps.

    `processor_seconds` of all runs, in `chunks` that run at once where there is room; `cost_usd` of
    their jobs at the prices of a date.
    """

    rows: int
    steps: int
    steps_per_second: float | None
    processor_seconds: float | None
    chunks: int | None
    cost_usd: float | None
    prices_of: str


class EstimatedStudy(TypedDict):
    """What a study would take; `study_id` is the one that it would have."""

    study_id: str
    estimate: StudyEstimate


class StudyUsage(TypedDict):
    """What the jobs of a study took; `seconds` by the clock are added up over jobs."""

    jobs: int
    seconds: float
    processor_seconds: float
    cost_usd: float
    prices_of: str


class RowCounts(TypedDict):
    """Rows: `accepted` is always the sum of the others."""

    accepted: int
    done: int
    failed: int
    pending: int


class StudyBody(TypedDict):
    """One study, also on the live topic `studies`.

    `varied` are the inputs of its design. `chunks` is 0 until it is planned, `usage` and `failed`
    (rows by code) are null until it succeeded. `attempt` counts from 1. `was_cached` tells that a
    request was answered with results that were there.
    """

    study_id: str
    model_id: str
    kind: str
    design: str
    varied: list[str]
    outputs: list[str]
    rows: int
    steps: int
    step_seconds: float
    seed: int
    state: StudyState
    counts: RowCounts
    estimate: StudyEstimate
    usage: StudyUsage | None
    failed: dict[str, int] | None
    chunks: int
    attempt: int
    was_cached: bool
    requested_by: str
    requested_at: float
    started_at: float | None
    finished_at: float | None
    error: ErrorDetail | None


class StudyPage(TypedDict):
    """One page of studies, newest first."""

    studies: list[StudyBody]
    next_token: str | None


class Quantile(TypedDict):
    """One quantile; `level` from 0 to 1."""

    level: float
    value: float | None


class OutputStatistics(TypedDict):
    """What the rows that did not fail say of one output."""

    count: int
    mean: float | None
    standard_deviation: float | None
    minimum: float | None
    maximum: float | None
    quantiles: list[Quantile]


class InputEffect(TypedDict):
    """How much one input matters: indices of Sobol with 95 % intervals, or effects of Morris."""

    name: str
    first_order: NotRequired[float]
    first_order_interval: NotRequired[list[float]]
    total_order: NotRequired[float]
    total_order_interval: NotRequired[list[float]]
    mean: NotRequired[float]
    mean_absolute: NotRequired[float]
    standard_deviation: NotRequired[float]


class OutputSensitivity(TypedDict):
    """Which inputs matter to one output, or why the rows do not tell."""

    inputs: list[InputEffect]
    refusal: ErrorDetail | None


class Sensitivity(TypedDict):
    """Which inputs matter, by output."""

    method: Literal["sobol_indices", "elementary_effects"]
    outputs: dict[str, OutputSensitivity]


class ResultFile(TypedDict):
    """The Parquet file with all rows; `url` is good until `expires_at`."""

    url: str
    media_type: str
    sha256: str
    size_bytes: int
    expires_at: float


class StudyResults(TypedDict):
    """What came of a study; `row_schema` is the JSON Schema of a row of the file."""

    study_id: str
    model_id: str
    rows: int
    failed: dict[str, int]
    outputs: dict[str, OutputStatistics]
    sensitivity: Sensitivity | None
    file: ResultFile
    row_schema: dict[str, Any]
