"""A fault of one entry: the first of a batch is refused, the others are stored."""

from __future__ import annotations

from twin_local.services.iotsitewise.operations import Operation
from twin_local.services.iotsitewise.store import Json
from twin_local.services.model_driven.faults import Fault


def without_first_entry(operation: Operation, fault: Fault) -> Operation:
    """Return an operation on entries that refuses the first one with the fault's code."""

    def served(request: Json) -> Json:
        first, *rest = request["entries"]
        answer = operation({**request, "entries": rest}) if rest else {"errorEntries": []}
        problem = {
            "errorCode": fault.code,
            "errorMessage": "a fault was put into this entry",
            "timestamps": [one["timestamp"] for one in first["propertyValues"]],
        }
        refused = {"entryId": first["entryId"], "errors": [problem]}
        return {**answer, "errorEntries": [refused, *answer["errorEntries"]]}

    return served
