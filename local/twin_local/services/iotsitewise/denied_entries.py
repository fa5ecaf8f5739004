"""Entries that the caller's policies do not allow: each is refused by itself, the others served.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/security_iam_service-with-iam.html
"""

from __future__ import annotations

from collections.abc import Mapping

from twin_local.services.iotsitewise.operations import Operation
from twin_local.services.iotsitewise.store import Json

CODE = "AccessDeniedException"


def without_denied(operation: Operation, denied: Mapping[str, str]) -> Operation:
    """Return an operation on entries that refuses those that are denied; at least one is not."""

    def served(request: Json) -> Json:
        entries = request["entries"]
        allowed = [one for one in entries if one["entryId"] not in denied]
        answer = operation({**request, "entries": allowed})
        refused = [one for one in entries if one["entryId"] in denied]
        if request.get("next_token"):  # it was told with the first page
            skipped = [{"entryId": one["entryId"], "completionStatus": "ERROR"} for one in refused]
            return {**answer, "skippedEntries": [*skipped, *answer["skippedEntries"]]}
        errors = [_error(one, denied[one["entryId"]]) for one in refused]
        return {**answer, "errorEntries": [*errors, *answer["errorEntries"]]}

    return served


def _error(entry: Json, reason: str) -> Json:
    """Return the error of an entry that was to be written, or that was asked for."""
    problem = {"errorCode": CODE, "errorMessage": reason}
    if "propertyValues" not in entry:
        return {"entryId": entry["entryId"], **problem}
    timestamps = [one["timestamp"] for one in entry["propertyValues"]]
    return {"entryId": entry["entryId"], "errors": [{**problem, "timestamps": timestamps}]}
