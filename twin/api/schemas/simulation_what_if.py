"""What-ifs that compare candidates, and the course of runs."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from twin.api.schemas.constraints import Items, Text
from twin.api.schemas.errors import ErrorDetail
from twin.api.schemas.simulation import RunBody, RunOutput, ValidityReason
from twin.simulation.request import LONGEST_KEY
from twin.simulation.what_if.comparison import Direction
from twin.simulation.what_if.request import LONGEST_NAME, MOST_CANDIDATES
from twin.site_document import Comparison


class WhatIfCandidate(TypedDict):
    """Inputs that replace measured ones; an empty object is the plant as it is now."""

    name: NotRequired[Annotated[str, Text(1, maximum_length=LONGEST_NAME)] | None]
    inputs: dict[str, float]


class WhatIfCommand(TypedDict):
    """Set-points of a command that are tried instead of sent."""

    command_id: Annotated[str, Text(1)]
    values: Annotated[list[float], Items(1, MOST_CANDIDATES)]


class WhatIfObjective(TypedDict):
    """The output that decides between candidates that break no limit."""

    variable: str
    direction: Direction


class StartWhatIf(TypedDict):
    """POST /what-if: one of `candidates` and `command`, all of them in one run."""

    model_id: str
    candidates: NotRequired[Annotated[list[WhatIfCandidate], Items(1, MOST_CANDIDATES)] | None]
    command: NotRequired[WhatIfCommand | None]
    objective: NotRequired[WhatIfObjective | None]
    idempotency_key: NotRequired[Annotated[str, Text(maximum_length=LONGEST_KEY)] | None]


class WhatIfViolation(TypedDict):
    """A rule for which a command of the set-point would be refused now."""

    code: str
    message: str
    found: str
    expected: str


class WhatIfBreach(TypedDict):
    """A limit that a candidate breaks: `variable comparison threshold` holds.

    It does so by its value, or only somewhere in its interval. `alarm_id` and `priority` are those
    of the alarm that would tell; the range of a signal has none.
    """

    variable: str
    title: str
    comparison: Comparison
    threshold: float
    unit: str
    alarm_id: str
    priority: int | None
    by_value: bool


class WhatIfOutcome(TypedDict):
    """One candidate: `index` is its place in the request, `rank` 1 the best, null before the end.

    `error` is why the model gave no result; `reasons` are what its inputs say against its outputs.
    """

    index: int
    rank: int | None
    name: str
    inputs: dict[str, float]
    violations: list[WhatIfViolation]
    reasons: list[ValidityReason]
    outputs: dict[str, RunOutput]
    breaches: list[WhatIfBreach]
    error: ErrorDetail | None


class WhatIfBody(TypedDict):
    """A what-if: its run, and its candidates from the best to the worst once that succeeded."""

    run: RunBody
    command_id: str | None
    objective: WhatIfObjective | None
    outcomes: list[WhatIfOutcome]


class TrajectoryOutput(TypedDict):
    """One predicted variable: a value for each of the trajectory's `seconds`."""

    variable: str
    alias: str
    unit: str
    values: list[float]


class TrajectoryInput(TypedDict):
    """One input, which holds all the while."""

    variable: str
    alias: str
    unit: str
    value: float


class TrajectoryBody(TypedDict):
    """GET /runs/{run_id}/trajectory: `seconds` count from `inputs_at`, at nominal parameters."""

    run_id: str
    candidate: int
    inputs_at: float
    seconds: list[float]
    outputs: list[TrajectoryOutput]
    inputs: list[TrajectoryInput]
