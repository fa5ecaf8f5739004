"""The API's OpenAPI 3.1 document, made from the route table and the typed bodies."""

from __future__ import annotations

import inspect
import re
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

from twin.api.bodies import BODIES
from twin.api.routes import ROUTES, Route
from twin.api.schemas.errors import ErrorBody

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


def openapi(*, title: str, version: str) -> Json:
    """Return the OpenAPI document; paths are relative to the API's stage."""
    schemas: Json = {}
    paths: dict[str, Json] = {}
    for route in ROUTES:
        operation = _operation(route, schemas)
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": "."}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def _operation(route: Route, schemas: Json) -> Json:
    bodies = BODIES[route.operation_id]
    operation: Json = {
        "operationId": route.operation_id,
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": {
            str(bodies.status): _response("Done", bodies.answer, schemas, bodies.media_type),
            "default": _response("Refused, with a stable code", ErrorBody, schemas),
        },
    }
    if route.role is not None:
        operation["security"] = [{"accessToken": []}]
        operation["x-role"] = route.role
    if bodies.request is not None:
        operation["requestBody"] = {"required": True, "content": _json(bodies.request, schemas)}
    return operation


def _parameters(route: Route) -> list[Json]:
    path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{([^}]+)\}", route.path)
    ]
    query = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in route.query]
    return path + query


def _response(
    description: str, body: object, schemas: Json, media_type: str = "application/json"
) -> Json:
    schema = {} if body is None else _schema(body, schemas)
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _json(body: type, schemas: Json) -> Json:
    return {"application/json": {"schema": _schema(body, schemas)}}


def _schema(kind: object, schemas: Json) -> Json:
    if kind in PRIMITIVES:
        return PRIMITIVES[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is NotRequired:
        return _schema(arguments[0], schemas)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        return {"anyOf": [_schema(argument, schemas) for argument in arguments]}
    if origin in (list, tuple):
        return {"type": "array", "items": _schema(arguments[0], schemas)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], schemas)}
    if not isinstance(kind, type):
        raise TypeError(f"no JSON schema for {kind!r}")
    return _object(kind, schemas)


def _object(kind: type, schemas: Json) -> Json:
    name = kind.__name__
    if name not in schemas:
        schemas[name] = {}  # first, so that a recursive type finds itself
        hints = get_type_hints(kind, include_extras=True)
        schemas[name] = {
            "type": "object",
            "description": inspect.getdoc(kind),
            "properties": {key: _schema(hint, schemas) for key, hint in hints.items()},
            "required": [key for key, hint in hints.items() if get_origin(hint) is not NotRequired],
        }
    return {"$ref": f"#/components/schemas/{name}"}
