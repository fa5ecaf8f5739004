"""The API's document made sharper for a test: answers have no fields but those described, and
parameters are what exists as often as what does not.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]

CHANGES = ("post", "put", "patch", "delete")


def sharpened(document: Json, existing: Mapping[str, list[str]]) -> Json:
    """Return a document for tests.

    `existing` are values by the name of a parameter, taken for reading only: a change is made to
    nothing that others rely on.
    """
    found = copy.deepcopy(document)
    for name, schema in found["components"]["schemas"].items():
        if name != "Problem" and "properties" in schema:
            schema["additionalProperties"] = False
    for method, operation in operations_of(found):
        if method not in CHANGES:
            for parameter in operation["parameters"]:
                if values := existing.get(parameter["name"]):
                    parameter["schema"] = _often(values, parameter["schema"])
    return found


def operations_of(document: Json) -> Iterator[tuple[str, Json]]:
    """Yield every operation with its method."""
    for operations in document["paths"].values():
        yield from operations.items()


def undescribed_codes(document: Json) -> Callable[[str, int, Json], bool]:
    """Return what tells whether an operation answered a code that its description lacks."""
    described = {
        operation["operationId"]: operation["responses"] for _, operation in operations_of(document)
    }

    def is_undescribed(operation_id: str, status: int, body: Json) -> bool:
        responses = described[operation_id]
        codes = responses.get(str(status), {}).get("x-codes", [])
        return 400 <= status < 500 and body.get("code") not in codes

    return is_undescribed


def _often(values: list[str], schema: Json) -> Json:
    if schema["type"] == "array":
        return {**schema, "items": _often(values, schema["items"])}
    return {"anyOf": [{"enum": values}, schema]}
