"""What an event source mapping may say, and what its function's role must be allowed.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException, LambdaClientError
from moto.awslambda.models import EventSourceMapping

from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.functions.sources.filters import FilterInvalid, read_patterns

Require = Callable[[str, str, str], None]
"""Require that a role may do an action on a resource; raises AccessDenied."""

NEEDED = {
    "sqs": ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
    "dynamodb": ("GetRecords", "GetShardIterator", "DescribeStream"),
}
SERVICE_NAMES = {"sqs": "SQS", "dynamodb": "DynamoDB"}
LARGE_BATCH = 10
"""A batch of more messages of a queue needs a batching window."""

RANGES = {
    "MaximumBatchingWindowInSeconds": (0, 300),
    "MaximumRetryAttempts": (-1, 10_000),
    "MaximumRecordAgeInSeconds": (-1, 604_800),
    "ParallelizationFactor": (1, 10),
}
NOT_HERE = ("TumblingWindowInSeconds", "ProvisionedPollerConfig")


def check_settings(source_arn: str, spec: dict[str, Any]) -> None:
    """Check what a mapping says.

    Raises:
        LambdaClientError: 400, a value is not taken; 501, a setting is not served here.
    """
    for name in NOT_HERE:
        if spec.get(name):
            refused = LambdaClientError(
                "NotImplementedException", f"lambda: {name} is not implemented by the embedded AWS"
            )
            refused.code = 501
            raise refused
    for name, (least, most) in RANGES.items():
        value = spec.get(name)
        if value is not None and not least <= int(value) <= most:
            raise InvalidParameterValueException(f"{name} must be between {least} and {most}")
    queue = source_arn.split(":")[2] == "sqs"
    _check_queue(spec) if queue else None
    try:
        read_patterns(spec.get("FilterCriteria"))
    except FilterInvalid as error:
        raise InvalidParameterValueException(str(error)) from error


def _check_queue(spec: dict[str, Any]) -> None:
    large = int(spec.get("BatchSize") or 0) > LARGE_BATCH
    if large and not int(spec.get("MaximumBatchingWindowInSeconds") or 0):
        raise InvalidParameterValueException(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is"
            f" greater than {LARGE_BATCH}"
        )
    concurrency = (spec.get("ScalingConfig") or {}).get("MaximumConcurrency")
    if concurrency is not None and not 2 <= int(concurrency) <= 1000:
        raise InvalidParameterValueException("MaximumConcurrency must be between 2 and 1000")


def check_role(role: str, source_arn: str, require: Require) -> None:
    """Check that the function's role may read the source.

    Raises:
        InvalidParameterValueException: it may not.
    """
    service = source_arn.split(":")[2]
    for operation in NEEDED.get(service, ()):
        try:
            require(role, f"{service}:{operation}", source_arn)
        except AccessDenied as error:
            raise InvalidParameterValueException(
                "The provided execution role does not have permissions to call"
                f" {operation} on {SERVICE_NAMES[service]}"
            ) from error


def is_ours(mapping: EventSourceMapping) -> bool:
    """Say whether a mapping is polled here; the others are moto's."""
    return str(mapping.event_source_arn).split(":")[2] in NEEDED
