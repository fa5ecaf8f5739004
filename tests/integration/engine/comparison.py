"""Whether what an API has stored holds everything that it was given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def lost(given: Any, stored: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401
    """Yield the paths of what was given and is not stored, with what is there instead."""
    given, stored = _plain(given), _plain(stored)
    if isinstance(given, Mapping):
        yield from _lost_members(given, stored, path)
    elif isinstance(given, list):
        yield from _lost_items(given, stored, path)
    elif given != stored and not (given == "" and stored is None):
        yield f"{path}: {given!r} → {stored!r}"


def _lost_members(
    given: Mapping[str, Any],
    stored: Any,  # noqa: ANN401
    path: str,
) -> Iterator[str]:
    if isinstance(stored, list):
        yield from _lost_items([given], stored, path)
        return
    members = stored if isinstance(stored, Mapping) else {}
    by_case = {key.lower(): value for key, value in members.items()}
    for key, value in given.items():
        yield from lost(value, by_case.get(key.lower()), f"{path}.{key}".lstrip("."))


def _lost_items(given: list[Any], stored: Any, path: str) -> Iterator[str]:  # noqa: ANN401
    """Compare lists as sets: an API may give them in another order and add items."""
    there = stored if isinstance(stored, list) else []
    for item in given:
        differences = [list(lost(item, one, path)) for one in there]
        yield from min(differences, key=len, default=[f"{path}: {item!r} → nothing"])


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value in one form: JSON texts parsed, tags as a map, scalars as text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return _plain(json.loads(value))
        except ValueError:
            return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, list) and value and all(_is_tag(item) for item in value):
        return {item[_name(item, "key")]: item[_name(item, "value")] for item in value}
    return value


def _is_tag(item: Any) -> bool:  # noqa: ANN401
    names = {name.lower() for name in item} if isinstance(item, Mapping) else set()
    return names in ({"key", "value"}, {"tagkey", "tagvalue"})


def _name(item: Mapping[str, Any], ending: str) -> str:
    return next(name for name in item if name.lower().endswith(ending))
