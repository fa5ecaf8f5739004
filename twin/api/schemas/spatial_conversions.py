"""Conversions, and why derivatives are there."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from twin.api.schemas.constraints import Number, Text
from twin.api.schemas.errors import ErrorDetail
from twin.catalogue.naming import LARGEST_NUMBER

State = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]


class RecipeBody(TypedDict):
    """What decides the bytes of derivatives; all digests are SHA-256 in hexadecimal.

    `tool_digest` is of the image that the converter is in.
    """

    source_sha256: str
    converter: str
    tool_digest: str
    parameters_digest: str


class RequestConversion(TypedDict):
    """POST of a conversion: by which converter, and of which version; without one the newest."""

    converter: Annotated[str, Text(1, 64)]
    number: NotRequired[Annotated[int, Number(1, LARGEST_NUMBER)] | None]


class JobBody(TypedDict):
    """How far a job said that it is; `fraction` of its step from 0 to 1, null where unknown."""

    step: Literal["download", "convert", "pack", "upload"]
    fraction: float | None
    at: float


class ConversionBody(TypedDict):
    """One conversion, of an upload or on request; `upload_id` is null where it was requested.

    `number` is the version of the file, null while an upload has become none. `converter` and
    `recipe` are null until they are known, and where nothing is converted. `was_cached` tells that
    the same recipe was done before. `progress` runs from 0 to 1. `attempt` counts from 1. `job` is
    null unless the job of the step runs and said something; `moved_at` is when the conversion went
    on last.
    """

    conversion_id: str
    database_id: str
    asset_key: str
    path: str
    number: int | None
    upload_id: str | None
    converter: str | None
    recipe: RecipeBody | None
    state: State
    progress: float
    step: str
    job: JobBody | None
    moved_at: float | None
    attempt: int
    was_cached: bool
    requested_by: str
    requested_at: float
    ended_at: float | None
    error: ErrorDetail | None


class ConversionPage(TypedDict):
    """One page of conversions, newest first."""

    conversions: list[ConversionBody]
    next_token: str | None


class LogEntry(TypedDict):
    """One event of an execution: the step that was entered, or the error by its name."""

    at: float
    event: str
    step: str
    error: str


class LogLine(TypedDict):
    """One line that the function or the job of an execution printed."""

    at: float
    message: str


class ConversionLog(TypedDict):
    """What a conversion's last execution did, in order; empty 90 days after its end.

    `entries` are all on the first page; `lines` come page by page, the newest last.
    """

    execution: str
    entries: list[LogEntry]
    lines: list[LogLine]
    next_token: str | None


class DerivativeRow(TypedDict):
    """One file that was made of a version of a file; `conversion_id` is of what made it so."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    converter: str
    on_request: bool
    conversion_id: str | None


class DerivativeList(TypedDict):
    """What was made of a version of a file: when it was published first, then on request."""

    derivatives: list[DerivativeRow]


class SourceBody(TypedDict):
    """The version of the file that something was made of, and who brought it."""

    database_id: str
    asset_key: str
    path: str
    number: int
    content_type: str
    size_bytes: int
    sha256: str
    upload_id: str
    uploaded_by: str
    published_at: float


class PriceBody(TypedDict):
    """What a second of a run costs, by the price file of a date."""

    service: Literal["function", "job", "hand"]
    usd_per_second: float
    prices_of: str


class RunFacts(TypedDict):
    """What the run used that wrote the derivatives; `peak_mebibytes` of its largest process."""

    started_at: float
    seconds: float
    processor_seconds: float
    peak_mebibytes: float
    vcpus: int
    memory_mebibytes: int
    price: PriceBody
    cost_usd: float


class DerivativeExplained(DerivativeRow):
    """Why a derivative is there.

    `run` is of the job that wrote the bytes: where `was_cached`, an earlier one, for whichever file
    of these bytes. `was_cached` is null where the conversion is not remembered.
    """

    source: SourceBody
    recipe: RecipeBody
    parameters: dict[str, float | int | str]
    facts: dict[str, float | int | str]
    run: RunFacts | None
    was_cached: bool | None
    requested_by: str
    published_at: float | None
