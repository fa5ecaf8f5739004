"""Values of properties: of the type their definition says, and as plain JSON; pure.

A value (`DataValue`) has exactly one member.
https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_DataValue.html
"""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.documents import Json

MEMBER_OF_TYPE = {
    "RELATIONSHIP": "relationshipValue",
    "STRING": "stringValue",
    "LONG": "longValue",
    "BOOLEAN": "booleanValue",
    "INTEGER": "integerValue",
    "DOUBLE": "doubleValue",
    "LIST": "listValue",
    "MAP": "mapValue",
}
EXPRESSION = "expression"


def member(value: Json) -> str | None:
    """Return the one member that a value has, None where it has none or several."""
    given = [name for name, one in value.items() if one is not None]
    return given[0] if len(given) == 1 else None


def problems(value: Json, data_type: Json, path: str) -> Iterator[str]:
    """Yield what is wrong with a value of a data type."""
    kind = data_type["type"]
    found, expected = member(value), MEMBER_OF_TYPE[kind]
    if found is None:
        yield f"{path} has not exactly one value"
    elif found == EXPRESSION:
        return
    elif found != expected:
        yield f"{path} is {kind}, found {found}"
    elif kind == "LIST" and "nestedType" in data_type:
        for index, item in enumerate(value[found]):
            yield from problems(item, data_type["nestedType"], f"{path}[{index}]")
    elif kind == "MAP" and "nestedType" in data_type:
        for key, item in value[found].items():
            yield from problems(item, data_type["nestedType"], f"{path}.{key}")
    elif data_type.get("allowedValues") and value not in data_type["allowedValues"]:
        yield f"{path} has a value that is not allowed"


def relationships(value: Json) -> Iterator[Json]:
    """Yield the relationships of a value: itself, or the items of a list or map."""
    if found := value.get("relationshipValue"):
        yield found
    for item in value.get("listValue") or []:
        yield from relationships(item)
    for item in (value.get("mapValue") or {}).values():
        yield from relationships(item)


def plain(value: Json) -> object:
    """Return a value as JSON without its types."""
    found = member(value)
    if found == "listValue":
        return [plain(item) for item in value[found]]
    if found == "mapValue":
        return {key: plain(item) for key, item in value[found].items()}
    return value[found] if found else None


def target_type(data_type: Json) -> str | None:
    """Return the type that the target of a relationship must have, if any is said."""
    nested = data_type.get("nestedType")
    if nested:
        return target_type(nested)
    found: str | None = (data_type.get("relationship") or {}).get("targetComponentTypeId")
    return found
