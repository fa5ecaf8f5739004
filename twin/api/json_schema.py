"""JSON Schemas of the typed bodies, in the dialect of OpenAPI 3.1 (JSON Schema 2020-12)."""

from __future__ import annotations

import inspect
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    is_typeddict,
)

from twin.api.fields import fields_of
from twin.api.schemas.constraints import Items

Json = dict[str, Any]

PRIMITIVES: dict[object, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    object: {},
    Any: {},
}

REFERENCE = "#/components/schemas/"


class Schemas:
    """The named schemas of a document, each made when it is first referred to."""

    def __init__(self) -> None:
        self.named: Json = {}
        self._closed: set[str] = set()

    def of(self, kind: object, *, closed: bool = False) -> Json:
        """Return the schema of a type; one that is `closed` has no fields but its own.

        Raises:
            TypeError: JSON has no such value.
        """
        if kind in PRIMITIVES:
            return dict(PRIMITIVES[kind])
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._constrained(arguments[0], arguments[1:], closed)
        if origin in (NotRequired, Required):
            return self.of(arguments[0], closed=closed)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (Union, UnionType):
            return {"anyOf": [self.of(argument, closed=closed) for argument in arguments]}
        if origin in (list, tuple):
            return {"type": "array", "items": self.of(arguments[0], closed=closed)}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(arguments[1], closed=closed)}
        if not is_typeddict(kind):
            raise TypeError(f"no JSON schema for {kind!r}")
        return self._object(kind, closed)

    def _constrained(self, kind: object, rules: tuple[Any, ...], closed: bool) -> Json:
        found = self.of(kind, closed=closed)
        for rule in rules:
            more = rule.schema(found["type"]) if isinstance(rule, Items) else rule.schema()
            found = {**found, **more}
        return found

    def _object(self, kind: Any, closed: bool) -> Json:  # noqa: ANN401 - a TypedDict is no type
        name = kind.__name__
        if name not in self.named or (closed and name not in self._closed):
            self.named[name] = {}  # first, so that a recursive type finds itself
            if closed:
                self._closed.add(name)
            hints = fields_of(kind)
            required = [key for key, hint in hints.items() if get_origin(hint) is not NotRequired]
            self.named[name] = {
                "type": "object",
                "description": inspect.cleandoc(kind.__doc__ or ""),
                "properties": {key: self.of(hint, closed=closed) for key, hint in hints.items()},
                **({"required": required} if required else {}),
                **({"additionalProperties": False} if closed else {}),
            }
        return {"$ref": REFERENCE + name}
