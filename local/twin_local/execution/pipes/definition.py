"""What a pipe may be here, checked when it is created or updated, and its settings."""

from __future__ import annotations

from typing import Any

from moto.pipes.exceptions import ValidationException
from moto.pipes.models import Pipe

from twin_local.execution.arns import ArnError, parse
from twin_local.execution.functions.sources.filters import FilterInvalid, read_patterns

ENRICHMENTS = frozenset({"lambda", "states"})
TARGETS = frozenset({"lambda", "states", "sqs", "sns", "events", "logs", "batch"})
MAXIMUM_BATCH = 10_000
MAXIMUM_FIFO_BATCH = 10
MAXIMUM_WINDOW_S = 300


def check(pipe: Pipe) -> None:
    """Require that a pipe can run here.

    Raises:
        ValidationException: its source, enrichment or target is of a kind that does not run here,
            or a setting is out of its bounds.
    """
    service = _service(pipe.source, "source")
    is_stream = service == "dynamodb" and "/stream/" in pipe.source
    if service != "sqs" and not is_stream:
        raise ValidationException(f"sources such as {pipe.source} are not run here")
    if pipe.enrichment and _service(pipe.enrichment, "enrichment") not in ENRICHMENTS:
        raise ValidationException(f"enrichments such as {pipe.enrichment} are not run here")
    target = _service(pipe.target, "target")
    if target not in TARGETS or (target == "events" and ":event-bus/" not in pipe.target):
        raise ValidationException(f"targets such as {pipe.target} are not run here")
    _check_source(pipe, is_stream=is_stream)


def source_settings(pipe: Pipe) -> dict[str, Any]:
    """Return the settings of a pipe's source."""
    name = "SqsQueueParameters" if ":sqs:" in pipe.source else "DynamoDBStreamParameters"
    return dict((pipe.source_parameters or {}).get(name) or {})


def patterns(pipe: Pipe) -> list[dict[str, Any]]:
    """Return the patterns of a pipe's filter criteria."""
    return read_patterns((pipe.source_parameters or {}).get("FilterCriteria"))


def variables(pipe: Pipe, moment: str) -> dict[str, str]:
    """Return the reserved variables of templates."""
    return {
        "aws.pipes.pipe-arn": pipe.arn,
        "aws.pipes.pipe-name": pipe.name,
        "aws.pipes.source-arn": pipe.source,
        "aws.pipes.enrichment-arn": pipe.enrichment or "",
        "aws.pipes.target-arn": pipe.target,
        "aws.pipes.event.ingestion-time": moment,
    }


def _check_source(pipe: Pipe, *, is_stream: bool) -> None:
    try:
        patterns(pipe)
    except FilterInvalid as error:
        raise ValidationException(str(error)) from error
    settings = source_settings(pipe)
    is_fifo = pipe.source.endswith(".fifo")
    size, limit = settings.get("BatchSize", 1), MAXIMUM_FIFO_BATCH if is_fifo else MAXIMUM_BATCH
    if not 1 <= size <= limit:
        raise ValidationException(f"BatchSize must be between 1 and {limit}")
    if not 0 <= settings.get("MaximumBatchingWindowInSeconds", 0) <= MAXIMUM_WINDOW_S:
        raise ValidationException(
            f"MaximumBatchingWindowInSeconds must be between 0 and {MAXIMUM_WINDOW_S}"
        )
    if is_stream and settings.get("StartingPosition") not in ("TRIM_HORIZON", "LATEST"):
        raise ValidationException("StartingPosition must be TRIM_HORIZON or LATEST")


def _service(arn: str, what: str) -> str:
    try:
        return parse(arn).service
    except ArnError as error:
        raise ValidationException(f"the {what} is no ARN: {error}") from error
