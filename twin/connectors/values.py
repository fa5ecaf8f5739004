"""Values of properties as TwinMaker writes them: one member, named by the type.

https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_DataValue.html
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from twin.connectors.errors import QuestionInvalid

DataType = Literal["DOUBLE", "INTEGER", "LONG", "BOOLEAN", "STRING"]
Value = float | int | bool | str

MEMBERS: dict[DataType, str] = {
    "DOUBLE": "doubleValue",
    "INTEGER": "integerValue",
    "LONG": "longValue",
    "BOOLEAN": "booleanValue",
    "STRING": "stringValue",
}
LONGEST_STRING = 256
CUT = "…"


def data_value(value: Value, data_type: DataType) -> dict[str, Any] | None:
    """Return a value as the contract has it; None for a number that JSON cannot write."""
    if data_type == "DOUBLE":
        number = float(value)
        return {MEMBERS[data_type]: number} if math.isfinite(number) else None
    if data_type == "STRING":
        return {MEMBERS[data_type]: _short(str(value))}
    if data_type == "BOOLEAN":
        return {MEMBERS[data_type]: bool(value)}
    return {MEMBERS[data_type]: int(value)}


def _short(text: str) -> str:
    """Return a text that the API takes, and that shows where it was cut."""
    return text if len(text) <= LONGEST_STRING else f"{text[: LONGEST_STRING - 1]}{CUT}"


def plain_value(given: Mapping[str, Any]) -> Value:
    """Return the value of a `DataValue` of a scalar type.

    Raises:
        QuestionInvalid: it has no scalar value, or several.
    """
    found = [one for member in MEMBERS.values() if (one := given.get(member)) is not None]
    if len(found) != 1 or not isinstance(found[0], float | int | str):
        raise QuestionInvalid(
            "this is no single value",
            found=", ".join(given) or "nothing",
            expected=f"one of {', '.join(MEMBERS.values())}",
        )
    return found[0]
