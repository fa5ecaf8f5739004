"""What the steps of the conversion workflow pass to each other, as JSON.

inspect → convert → publish; inspect → publish, where nothing converts the file or it was converted
before; inspect → unpack, until every member of an archive is an upload of its own.
`reject` and every failure go to the step that records.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from twin.spatial.content import ContentType

Decision = Literal[
    "ignore", "reject", "convert", "publish", "published", "failed", "unpack", "unpacked"
]

JOBS_PREFIX = "jobs/"
"""Where in the uploads bucket a job says why it refused a file."""


FUNCTION_COMMAND = "function"
"""The command with which an image serves AWS Lambda."""

JOB_REFUSED, JOB_OUTGROWN, JOB_DIED = "JobRefused", "JobOutgrown", "JobDied"
"""Errors of a job in a function: it wrote why, a larger one shall do it, it said nothing."""


class FunctionEvent(TypedDict):
    """The event of an image that runs as a function: the command of its job, and what for."""

    command: list[str]
    execution: NotRequired[str]


class FunctionOrder(TypedDict):
    """The function that does a job first, and its event."""

    name: str
    event: FunctionEvent


class PipelineImage(TypedDict):
    """The job definition of a pipeline of the site, and the digest of its image."""

    definition: str
    tool_digest: str


class JobOrder(TypedDict):
    """One Batch job: definition, command and what it gets, as the Batch API spells it.

    A small file has a `function`: it does the job, and what it cannot do becomes the Batch job.
    One with `gpus` goes to the queue of those.
    """

    name: str
    definition: str
    command: list[str]
    vcpus: str
    memory_mebibytes: str
    timeout_seconds: int
    function: NotRequired[FunctionOrder]
    gpus: NotRequired[str]


class RecipeRecord(TypedDict):
    """The fields of `twin.spatial.derivative.Recipe`."""

    source_sha256: str
    converter: str
    tool_digest: str
    parameters_digest: str


class Failure(TypedDict):
    """What Step Functions says of a state that failed."""

    Error: str
    Cause: NotRequired[str]


class Started(TypedDict):
    """What the workflow starts with: the object that arrived, and its own name.

    `pipelines` are the site's own, by name: its state machine knows them.
    """

    key: str
    execution: str
    pipelines: NotRequired[dict[str, PipelineImage]]


class Outcome(Started):
    """What a step hands on; `outgrown` is why a job went from its function to the queue."""

    decision: Decision
    upload_id: str
    content_type: NotRequired[ContentType]
    recipe: NotRequired[RecipeRecord]
    job: NotRequired[JobOrder]
    outgrown: NotRequired[Failure]
    next_member: NotRequired[int]
    error: NotRequired[dict[str, str]]
    failure: NotRequired[Failure]


class Ending(TypedDict):
    """What the recording step gets: the execution's name, and what the steps before handed on.

    Where the first step failed that is only the object's key and the failure.
    """

    execution: str
    state: Outcome


def error_key(upload_id: str) -> str:
    """Return where the job of an upload writes its error."""
    return f"{JOBS_PREFIX}{upload_id}/error.json"
