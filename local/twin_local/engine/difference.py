"""What of given values is not stored: compared as APIs store them, not letter by letter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twin_local.engine.json_value import Json, Properties


@dataclass(frozen=True)
class Difference:
    """A value that was given and is not what is stored; a path has members joined by dots."""

    path: str
    given: Json
    stored: Json

    def __str__(self) -> str:
        return f"{self.path}: {self.given!r} → {self.stored!r}"


def differences(given: Json, stored: Json, path: str = "") -> Iterator[Difference]:
    """Yield where given values are not stored; what is stored beside them does not matter."""
    given, stored = _plain(given), _plain(stored)
    if isinstance(given, Mapping):
        yield from _members(given, stored, path)
    elif isinstance(given, list):
        yield from _items(given, stored, path)
    elif given is not None and given != stored and not (given == "" and stored is None):
        yield Difference(path, given, stored)


def _members(given: Mapping[str, Json], stored: Json, path: str) -> Iterator[Difference]:
    if isinstance(stored, list):
        yield from _items([given], stored, path)
        return
    members = stored if isinstance(stored, Mapping) else {}
    by_case = {key.lower(): value for key, value in members.items()}
    for key, value in given.items():
        yield from differences(value, by_case.get(key.lower()), f"{path}.{key}".lstrip("."))


def _items(given: list[Json], stored: Json, path: str) -> Iterator[Difference]:
    """Compare lists as sets: an API may give them in another order and add items."""
    there = stored if isinstance(stored, list) else []
    for item in given:
        found = [list(differences(item, one, path)) for one in there]
        yield from min(found, key=len, default=[Difference(path, item, None)])


def _plain(value: Json) -> Json:
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


def _is_tag(item: Json) -> bool:
    names = {name.lower() for name in item} if isinstance(item, Mapping) else set()
    return names in ({"key", "value"}, {"tagkey", "tagvalue"})


def _name(item: Properties, ending: str) -> str:
    return next(name for name in item if name.lower().endswith(ending))
