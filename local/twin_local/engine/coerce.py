"""CloudFormation properties as API parameters: names match by case, values by botocore's shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from botocore.model import ListShape, MapShape, Shape, StructureShape

from twin_local.engine.json_value import Json
from twin_local.engine.scope import Unresolved

INTEGERS = frozenset({"integer", "long"})
FLOATS = frozenset({"float", "double"})


@dataclass
class Coercion:
    """One translation; `dropped` collects the property paths that no API member takes.

    `names` gives the member names that differ in more than case, by property path.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    def value(self, shape: Shape, value: Json, path: str) -> Json:
        """Return `value` in the form that the API's shape asks for."""
        if isinstance(value, Unresolved):
            return _placeholder(shape, value)
        if isinstance(shape, StructureShape):
            return self._structure(shape, value, path)
        if isinstance(shape, ListShape):
            return self._list(shape, value, path)
        if isinstance(shape, MapShape):
            return self._map(shape, value, path)
        return _scalar(shape, value)

    def _structure(self, shape: StructureShape, value: Json, path: str) -> Json:
        if shape.is_document_type:
            return value
        if isinstance(value, list) and {"Quantity", "Items"} <= set(shape.members):
            items = self.value(shape.members["Items"], value, path)
            return {"Quantity": len(value), "Items": items}
        if not isinstance(value, dict):
            raise ValueError(f"{path}: an object is needed, found {value!r}")
        return self.members(shape, value, path)

    def members(self, shape: StructureShape, value: Mapping[str, Json], path: str) -> Json:
        """Return the members of a structure that `value` gives; note those it does not have."""
        by_case = {name.lower(): name for name in shape.members}
        members: dict[str, Json] = {}
        for key, item in value.items():
            inner = f"{path}.{key}" if path else key
            name = self.names.get(inner) or by_case.get(key.lower())
            if name is None or name not in shape.members:
                self.dropped.append(inner)
            elif item is not None:
                members[name] = self.value(shape.members[name], item, inner)
        return members

    def _list(self, shape: ListShape, value: Json, path: str) -> Json:
        if isinstance(value, dict) and isinstance(shape.member, StructureShape):
            value = _pairs(shape.member, value)
        items = value if isinstance(value, list) else [value]
        return [self.value(shape.member, item, path) for item in items]

    def _map(self, shape: MapShape, value: Json, path: str) -> Json:
        if isinstance(value, list):
            value = {_member(item, "key"): _member(item, "value") for item in value}
        return {key: self.value(shape.value, item, f"{path}.{key}") for key, item in value.items()}


def _pairs(shape: StructureShape, value: Mapping[str, Json]) -> Json:
    """Return a map as the list of key and value objects that tags often are in an API."""
    names = {name.lower(): name for name in shape.members}
    if not {"key", "value"} <= set(names):
        return [value]
    return [{names["key"]: key, names["value"]: item} for key, item in value.items()]


def _member(item: Mapping[str, Json], name: str) -> Json:
    return next(value for key, value in item.items() if key.lower() == name)


def _placeholder(shape: Shape, value: Unresolved) -> Json:
    """Return something of the right kind for a value that is not known before deployment."""
    if isinstance(shape, StructureShape):
        return {}
    if isinstance(shape, ListShape):
        return []
    if isinstance(shape, MapShape):
        return {}
    return value


def _scalar(shape: Shape, value: Json) -> Json:
    kind = shape.type_name
    if kind in INTEGERS:
        return int(value)
    if kind in FLOATS:
        return float(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else str(value).lower() == "true"
    if kind == "blob":
        return value if isinstance(value, bytes) else str(value).encode()
    return _string(shape, value) if kind == "string" else value


def _string(shape: Shape, value: Json) -> str:
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    enum: list[str] = getattr(shape, "enum", []) or []
    return next((known for known in enum if known.lower() == text.lower()), text)
