"""Find what of a request breaks the service model, in the words of the services.

AWS answers `1 validation error detected: Value 'x' at 'name' failed to satisfy constraint: …`.
Minimum and maximum lengths, ranges and patterns are checked; enumerations are not, since models
of the SDK lag behind the services.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

LONGEST_SHOWN = 128
"""Characters of a value that a message repeats."""

SENSITIVE = "***"
"""Shown in place of a value that the model calls sensitive."""

NUMBERS = frozenset({"integer", "long", "float", "double"})
SIZED = frozenset({"string", "blob", "list", "map"})


def violations(shape: Shape, value: object, path: str = "") -> Iterator[str]:
    """Yield one text for each constraint that a value breaks."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        for name, item in value.items():
            if name in shape.members and item is not None:
                yield from violations(shape.members[name], item, _member(path, name))
        return
    yield from _bounds(shape, value, path)
    if isinstance(shape, ListShape) and isinstance(value, list):
        for index, item in enumerate(value, 1):
            yield from violations(shape.member, item, f"{path}.{index}.member")
    elif isinstance(shape, MapShape) and isinstance(value, dict):
        for key, item in value.items():
            yield from violations(shape.value, item, f"{path}.{key}.member")
    elif isinstance(shape, StringShape) and isinstance(value, str):
        pattern = shape.metadata.get("pattern")
        if pattern and not _compiled(pattern).fullmatch(value):
            wanted = f"Member must satisfy regular expression pattern: {pattern}"
            yield _text(shape, value, path, wanted)


def summary(found: list[str]) -> str:
    """Return the message of a service for what was found."""
    errors = "validation error" if len(found) == 1 else "validation errors"
    return f"{len(found)} {errors} detected: {'; '.join(found)}"


def _bounds(shape: Shape, value: object, path: str) -> Iterator[str]:
    measured = _measure(shape, value)
    if measured is None:
        return
    must = f"Member must have {'value' if shape.type_name in NUMBERS else 'length'}"
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and measured < low:
        yield _text(shape, value, path, f"{must} greater than or equal to {low}")
    if high is not None and measured > high:
        yield _text(shape, value, path, f"{must} less than or equal to {high}")


def _measure(shape: Shape, value: object) -> float | None:
    if shape.type_name in NUMBERS and isinstance(value, int | float):
        return value
    if shape.type_name in SIZED and isinstance(value, str | bytes | list | dict):
        return len(value)
    return None


def _member(path: str, name: str) -> str:
    shown = name[:1].lower() + name[1:]
    return f"{path}.{shown}" if path else shown


def _text(shape: Shape, value: object, path: str, constraint: str) -> str:
    shown = SENSITIVE if shape.metadata.get("sensitive") else str(value)
    if len(shown) > LONGEST_SHOWN:
        shown = f"{shown[:LONGEST_SHOWN]}…"
    return f"Value '{shown}' at '{path}' failed to satisfy constraint: {constraint}"


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    # The models hold Java patterns: Unicode classes as `regex` reads them, flags anywhere.
    return regex.compile(pattern, regex.DOTALL | regex.VERSION0)
