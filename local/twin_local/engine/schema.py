"""The resource schemas of CloudFormation, read from the data files of cfn-lint."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from twin_local.engine.json_value import Json, Properties

PREFIX = "/properties/"


@dataclass(frozen=True)
class TypeSchema:
    """What a schema says of a type's properties; paths are tuples of property names."""

    properties: frozenset[str]
    create_only: tuple[tuple[str, ...], ...]
    read_only: tuple[tuple[str, ...], ...]


@cache
def type_schema(resource_type: str) -> TypeSchema | None:
    """Return the schema of a type, or None for one that CloudFormation does not know."""
    name = _index().get(resource_type)
    if name is None:
        return None
    raw = json.loads((_data() / "resources" / f"{name}.json").read_text(encoding="utf-8"))
    return TypeSchema(
        properties=frozenset(raw.get("properties", {})),
        create_only=_paths(raw, "createOnlyProperties"),
        read_only=_paths(raw, "readOnlyProperties"),
    )


def changed_create_only(
    resource_type: str, before: Properties, after: Properties
) -> tuple[str, ...]:
    """Return the create-only properties whose value differs between two states of a resource."""
    schema = type_schema(resource_type)
    paths = schema.create_only if schema else ()
    return tuple(".".join(path) for path in paths if _at(before, path) != _at(after, path))


def _paths(raw: Mapping[str, Json], key: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(path.removeprefix(PREFIX).split("/")) for path in raw.get(key, []))


def _at(value: Json, path: tuple[str, ...]) -> Json:
    for name in path:
        if name == "*" and isinstance(value, list):
            return [_at(item, path[path.index(name) + 1 :]) for item in value]
        value = value.get(name) if isinstance(value, dict) else None
    return value


@cache
def _data() -> Path:
    spec = importlib.util.find_spec("cfnlint")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("cfn-lint is needed for its resource schemas")
    return Path(spec.origin).parent / "data" / "schemas"


@cache
def _index() -> dict[str, str]:
    path = _data() / "providers" / "us-east-1.json"
    index: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return index
