"""The JSON of models, properties and variants, as the API has it."""

from __future__ import annotations

import hashlib
import json
import math
import re
import uuid
from typing import Any

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.store import Point, Value

Json = dict[str, Any]
NANOSECONDS = 1_000_000_000

MEMBER_OF_TYPE = {
    "DOUBLE": "doubleValue",
    "INTEGER": "integerValue",
    "BOOLEAN": "booleanValue",
    "STRING": "stringValue",
    "STRUCT": "stringValue",
}
MAXIMUM_TEXT = 1_024
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
TYPE_OF_NULL = {"D": "DOUBLE", "I": "INTEGER", "B": "BOOLEAN", "S": "STRING"}


def new_id(given: str | None) -> str:
    """Return the caller's UUID, or a new one."""
    return given or str(uuid.uuid4())


def entity_tag(body: Json) -> str:
    """Return the entity tag of a document: it changes with its content."""
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
    return digest[:43]


def time_ns(timestamp: Json) -> int:
    """Return a `TimeInNanos` in nanoseconds since 1970."""
    return int(timestamp["timeInSeconds"]) * NANOSECONDS + int(timestamp.get("offsetInNanos") or 0)


def time_in_nanos(nanoseconds: int) -> Json:
    """Return nanoseconds since 1970 as a `TimeInNanos`."""
    seconds, rest = divmod(nanoseconds, NANOSECONDS)
    return {"timeInSeconds": seconds, "offsetInNanos": rest}


def variant(value: Value, data_type: str) -> Json:
    """Return a stored value as a `Variant` of a property's data type."""
    if value is None:
        letter = next((key for key, name in TYPE_OF_NULL.items() if name == data_type), "U")
        return {"nullValue": {"valueType": letter}}
    if data_type == "BOOLEAN":
        return {"booleanValue": bool(value)}
    return {MEMBER_OF_TYPE[data_type]: value}


def property_value(point: Point, data_type: str) -> Json:
    """Return a point as an `AssetPropertyValue`."""
    return {
        "value": variant(point.value, data_type),
        "timestamp": time_in_nanos(point.time_ns),
        "quality": point.quality,
    }


def stored(given: Json, data_type: str, quality: str) -> Value:
    """Return what is stored for a `Variant` of a property.

    Raises:
        InvalidRequestException: not exactly one member, or not one of the property's type.
    """
    member = member_of(given)
    if member == "nullValue":
        _check_null(given["nullValue"], data_type, quality)
        return None
    if member != MEMBER_OF_TYPE[data_type]:
        raise InvalidRequestException(f"the property is {data_type}, found {member}")
    value = given[member]
    if data_type == "DOUBLE":
        return _double(float(value))
    if data_type in ("INTEGER", "BOOLEAN"):
        return _integer(int(value))
    return _text(str(value))


def member_of(given: Json) -> str:
    """Return the one member that a `Variant` has.

    Raises:
        InvalidRequestException: it has none, or several.
    """
    members = [name for name, value in given.items() if value is not None]
    if len(members) != 1:
        raise InvalidRequestException(
            f"a value has exactly one member, found {', '.join(members) or 'none'}"
        )
    return members[0]


def _check_null(null: Json, data_type: str, quality: str) -> None:
    if quality == "GOOD":
        raise InvalidRequestException("a null value has the quality BAD or UNCERTAIN")
    expected = TYPE_OF_NULL.get(null.get("valueType", ""))
    if expected not in (None, data_type):
        raise InvalidRequestException(f"the property is {data_type}, the null value {expected}")


def _double(value: float) -> float:
    if not math.isnan(value) and not -1e10 <= value <= 1e10:
        raise InvalidRequestException(f"{value} is outside of -10^10 to 10^10")
    return value


def _integer(value: int) -> int:
    if not -(2**31) <= value < 2**31:
        raise InvalidRequestException(f"{value} is no integer of 32 bits")
    return value


def _text(value: str) -> str:
    if len(value) > MAXIMUM_TEXT:
        raise InvalidRequestException(f"a string of {len(value)} characters, at most 1,024")
    if CONTROL.search(value):
        raise InvalidRequestException("a string with control characters")
    return value
