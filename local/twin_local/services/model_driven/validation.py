"""Check parameters against a service model as the service does, not only as the client does.

botocore's client checks required members and minimum lengths. The services also check patterns,
maximum lengths, ranges and enumerations, so a test double that does not hides mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

Json = object


def problems(shape: Shape, value: Json, path: str = "") -> Iterator[str]:
    """Yield what is wrong with a value, one text per constraint that fails."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        yield from _structure(shape, value, path)
    elif isinstance(shape, ListShape) and isinstance(value, list):
        yield from _length(shape, len(value), path)
        for index, item in enumerate(value):
            yield from problems(shape.member, item, f"{path}[{index}]")
    elif isinstance(shape, MapShape) and isinstance(value, dict):
        yield from _length(shape, len(value), path)
        for key, item in value.items():
            yield from problems(shape.key, key, f"{path} key")
            yield from problems(shape.value, item, f"{path}.{key}")
    elif isinstance(shape, StringShape) and isinstance(value, str):
        yield from _string(shape, value, path)
    elif shape.type_name in ("integer", "long", "float", "double"):
        yield from _number(shape, value, path)


def _structure(shape: StructureShape, value: dict[str, Json], path: str) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"{path}.{name}".lstrip(".") + " is required"
    for name, item in value.items():
        if name in shape.members and item is not None:
            yield from problems(shape.members[name], item, f"{path}.{name}".lstrip("."))


def _string(shape: StringShape, value: str, path: str) -> Iterator[str]:
    yield from _length(shape, len(value), path)
    pattern = shape.metadata.get("pattern")
    if pattern and not _compiled(pattern).fullmatch(value):
        yield f"{path} {value!r} must match {pattern}"
    if shape.enum and value not in shape.enum:
        yield f"{path} {value!r} must be one of {', '.join(shape.enum)}"


def _length(shape: Shape, length: int, path: str) -> Iterator[str]:
    minimum, maximum = shape.metadata.get("min"), shape.metadata.get("max")
    if minimum is not None and length < minimum:
        yield f"{path} has length {length}, minimum {minimum}"
    if maximum is not None and length > maximum:
        yield f"{path} has length {length}, maximum {maximum}"


def _number(shape: Shape, value: Json, path: str) -> Iterator[str]:
    if not isinstance(value, int | float):
        yield f"{path} must be a number"
        return
    minimum, maximum = shape.metadata.get("min"), shape.metadata.get("max")
    if minimum is not None and value < minimum:
        yield f"{path} {value} is below {minimum}"
    if maximum is not None and value > maximum:
        yield f"{path} {value} is above {maximum}"


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    # The models hold Java patterns: Unicode classes as `regex` reads them, flags anywhere.
    return regex.compile(pattern, regex.DOTALL | regex.VERSION0)
