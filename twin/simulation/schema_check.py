"""Check a JSON value against the part of JSON Schema that this plane's documents use.

Functions and images have the standard library only. Tests hold this beside the `jsonschema`
package: https://json-schema.org/draft/2020-12/json-schema-validation.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]


def mistakes(value: object, schema: Schema, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield the place and the expectation of everything in the value that the schema refuses."""
    if "anyOf" in schema:
        if all(any(mistakes(value, one, where)) for one in schema["anyOf"]):
            yield where, " or ".join(_expected(one) for one in schema["anyOf"])
        return
    if not _is_simple_match(value, schema):
        yield where, _expected(schema)
        return
    if isinstance(value, dict):
        yield from _object_mistakes(value, schema, where)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from mistakes(item, schema["items"], f"{where}[{index}]")


def _object_mistakes(
    value: dict[str, object], schema: Schema, where: str
) -> Iterator[tuple[str, str]]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            yield _inside(where, name), _expected(properties.get(name, {}))
    for name, item in value.items():
        if name in properties:
            yield from mistakes(item, properties[name], _inside(where, name))
        elif others is False:
            yield _inside(where, name), f"one of {', '.join(properties)}"
        elif isinstance(others, dict):
            yield from mistakes(item, others, _inside(where, name))


def _is_simple_match(value: object, schema: Schema) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    types = schema.get("type", ())
    names: Sequence[str] = (types,) if isinstance(types, str) else types
    if names and not any(_is_of(value, name) for name in names):
        return False
    if isinstance(value, str):
        return _is_text_match(value, schema)
    if isinstance(value, list):
        return len(value) >= int(schema.get("minItems", 0))
    return not isinstance(value, int | float) or _is_number_match(value, schema)


def _is_text_match(value: str, schema: Schema) -> bool:
    pattern = schema.get("pattern")
    is_long_enough = len(value) >= int(schema.get("minLength", 0))
    return is_long_enough and (pattern is None or re.search(pattern, value) is not None)


def _is_number_match(value: float, schema: Schema) -> bool:
    least, most = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    return bool(least <= value <= most and schema.get("exclusiveMinimum", -math.inf) < value)


def _is_of(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "number":
        return isinstance(value, int | float) and _is_finite(value)
    if name == "integer":
        whole = isinstance(value, float) and value.is_integer()
        return isinstance(value, int) or whole
    kinds: dict[str, type] = {"string": str, "object": dict, "array": list, "null": type(None)}
    return name in kinds and isinstance(value, kinds[name])


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # JSON has whole numbers of any length
        return False


def _expected(schema: Schema) -> str:
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    types = schema.get("type", "a value")
    text = types if isinstance(types, str) else " or ".join(types)
    rules = [
        f"{name} {schema[name]}"
        for name in ("minimum", "exclusiveMinimum", "maximum", "minLength", "minItems", "pattern")
        if name in schema
    ]
    return ", ".join([text, *rules])


def _inside(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
