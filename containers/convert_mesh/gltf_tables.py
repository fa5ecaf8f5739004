"""Read values of a JSON that somebody else wrote: what is not as it must be is damage."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged

Value = Mapping[str, Any]


def table(gltf: Value, name: str) -> list[Any]:
    """Return a list of objects; empty where there is none."""
    found = gltf.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SourceDamaged(f"{name} is no list of objects", where=name)
    return found


def mapping(value: Value, name: str) -> Value:
    """Return an object; empty where there is none."""
    found = value.get(name, {})
    if not isinstance(found, dict):
        raise SourceDamaged(f"{name} is no object", where=name)
    return found


def index(value: Any, limit: int, where: str) -> int:  # noqa: ANN401 - any JSON
    """Return an index below a limit."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < limit:
        raise SourceDamaged("a reference leads nowhere", expected=f"below {limit}", where=where)
    return value


def indices(value: Any, limit: int, where: str) -> list[int]:  # noqa: ANN401 - any JSON
    """Return a list of indices below a limit."""
    if not isinstance(value, list):
        raise SourceDamaged("a list of references is none", where=where)
    return [index(one, limit, where) for one in value]


def number(value: Value, name: str, default: int = 0, *, most: int = 2**53) -> int:
    """Return a whole number of zero or more."""
    found = value.get(name, default)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= most:
        raise SourceDamaged(f"{name} is no number from 0 to {most}", where=name)
    return found


def floats(value: Any, length: int, where: str) -> Sequence[float]:  # noqa: ANN401 - any JSON
    """Return a list of finite numbers of a length."""
    if not isinstance(value, list) or len(value) != length:
        raise SourceDamaged(f"{where} has not {length} numbers", where=where)
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        raise SourceDamaged(f"{where} has a number that is none", where=where)
    if not all(math.isfinite(one) and abs(one) < 1e30 for one in value):
        raise SourceBoundsInvalid(f"{where} is not bounded", where=where)
    return value
