"""Compare and write JSON values."""

from __future__ import annotations

import json

from twin_local.execution.types import Json


def is_number(value: Json) -> bool:
    """Say whether a value is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def equal(left: Json, right: Json) -> bool:
    """Say whether two JSON values are equal: `1` and `1.0` are, `1` and `true` are not."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if is_number(left) and is_number(right):
        return bool(left == right)
    return type(left) is type(right) and bool(left == right)


def encode(value: Json) -> bytes:
    """Return a value as compact JSON in UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
