"""Fields of a JSON body that its type does not have: a name misspelt is not silently dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import (
    Annotated,
    Any,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)


def unknown_fields(kind: object, value: object, where: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield where in a value a field is that a type does not know, and the fields that it knows.

    A value of another kind than the type's has no fields: its kind is for others to check.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Annotated, NotRequired, Required):
        yield from unknown_fields(arguments[0], value, where)
    elif is_typeddict(kind):
        if isinstance(value, dict):
            yield from _of_object(kind, value, where)
    elif origin in (list, tuple) and isinstance(value, list):
        for position, item in enumerate(value):
            yield from unknown_fields(arguments[0], item, f"{where}[{position}]")
    elif origin is dict and isinstance(value, dict):
        for name, item in value.items():
            yield from unknown_fields(arguments[1], item, f"{where}.{name}".lstrip("."))
    elif origin in (Union, UnionType):
        yield from _of_alternatives(arguments, value, where)


def _of_object(
    kind: object, value: Mapping[str, object], where: str
) -> Iterator[tuple[str, list[str]]]:
    known = fields_of(kind)
    for name, item in value.items():
        place = f"{where}.{name}".lstrip(".")
        if name in known:
            yield from unknown_fields(known[name], item, place)
        else:
            yield place, sorted(known)


def _of_alternatives(
    kinds: tuple[object, ...], value: object, where: str
) -> Iterator[tuple[str, list[str]]]:
    """A value of one of several types has an unknown field where it has one in each of them."""
    found = [list(unknown_fields(kind, value, where)) for kind in kinds if _may_be(kind, value)]
    if found and all(found):
        yield from min(found, key=len)


def _may_be(kind: object, value: object) -> bool:
    """Tell whether a type is one of objects for an object, and one of lists for a list."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _may_be(arguments[0], value)
    if isinstance(value, dict):
        return kind in (Any, object) or origin is dict or is_typeddict(kind)
    return kind in (Any, object) or origin in (list, tuple)


@cache
def fields_of(kind: Any) -> dict[str, object]:  # noqa: ANN401 - a TypedDict, which is no type
    """Return the fields of a TypedDict with their types, as written."""
    return get_type_hints(kind, include_extras=True)
