"""What of a batch failed: all of it, nothing, or what the function reports.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from twin_local.execution.functions.executor import Answer
from twin_local.execution.types import Json

REPORTS = "ReportBatchItemFailures"


def failed_items(answer: Answer, items: Sequence[str], *, reports: bool) -> set[str]:
    """Return the identifiers of the items that failed.

    A report that is not as it must be, or names an item that was not sent, fails the batch.
    """
    if answer.error:
        return set(items)
    if not reports:
        return set()
    try:
        named = _reported(json.loads(answer.payload or b"null"))
    except (ValueError, TypeError, KeyError):
        return set(items)
    return named if named <= set(items) else set(items)


def _reported(result: Json) -> set[str]:
    if not result:
        return set()
    failures = result["batchItemFailures"]
    return {_identifier(failure["itemIdentifier"]) for failure in failures or []}


def _identifier(value: Json) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("an item is reported without its identifier")
    return value
