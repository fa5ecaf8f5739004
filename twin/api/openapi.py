"""The API's OpenAPI 3.1 document, made from the route table and the typed bodies.

https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

from typing import Any

from twin.api.bodies import BODIES, Bodies
from twin.api.json_schema import Schemas
from twin.api.parameters import Parameter, parameters_of, path_names
from twin.api.problem import MEDIA_TYPE as PROBLEM
from twin.api.refusals import refusals_of
from twin.api.routes import ROUTES, Route
from twin.api.schemas.errors import Problem
from twin.api.security import SECURITY_SCHEMES, security_of
from twin.api.tags import tag_of, tags_of
from twin.live.event_stream import MEDIA_TYPE as EVENT_STREAM

Json = dict[str, Any]

ETAG: Json = {
    "description": "The revision of what is answered, for the If-Match of a change to it",
    "required": True,
    "schema": {"type": "string", "pattern": '^(?:W/)?"[0-9]+"$'},
}
REASONS = {
    400: "The request is wrong",
    401: "Nobody is signed in",
    403: "The caller may not do this",
    404: "There is no such thing",
    409: "The state of the thing does not allow it",
    410: "It is gone",
    412: "It was changed meanwhile",
    413: "The request is too large",
    422: "The request cannot be followed",
    428: "A change must name the revision that it is made to",
    429: "Too many requests",
}


def openapi(*, title: str, version: str) -> Json:
    """Return the OpenAPI document; paths are relative to the API's stage."""
    schemas = Schemas()
    paths: dict[str, Json] = {}
    for route in ROUTES:
        operation = _operation(route, schemas)
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "."}],
        "tags": tags_of(ROUTES),
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.named.items())),
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def _operation(route: Route, schemas: Schemas) -> Json:
    bodies = BODIES[route.operation_id]
    operation: Json = {
        "operationId": route.operation_id,
        "summary": route.summary,
        "tags": [tag_of(route)],
        "parameters": _parameters(route),
        "responses": _responses(route, bodies, schemas),
        "security": security_of(route),
    }
    if route.role is not None:
        operation["x-role"] = route.role
    if bodies.request is not None:
        body = {"schema": schemas.of(bodies.request, closed=True)}
        operation["requestBody"] = {"required": True, "content": {"application/json": body}}
    return operation


def _parameters(route: Route) -> list[Json]:
    places = {"path": path_names(route), "query": route.query, "header": route.headers}
    return [
        _parameter(place, name, parameter)
        for place, names in places.items()
        for name, parameter in parameters_of(route.operation_id, names).items()
    ]


def _parameter(place: str, name: str, parameter: Parameter) -> Json:
    required = place == "path" or parameter.required
    described: Json = {
        "name": "-".join(map(str.capitalize, name.split("-"))) if place == "header" else name,
        "in": place,
        "description": parameter.description,
        "required": required,
        "schema": parameter.schema,
    }
    return described if parameter.example is None else {**described, "example": parameter.example}


def _responses(route: Route, bodies: Bodies, schemas: Schemas) -> Json:
    done: Json = {
        "description": "Done",
        "content": {bodies.media_type: {"schema": _answer(bodies, schemas)}},
    }
    if bodies.tagged:
        done["headers"] = {"ETag": ETAG}
    refused = {
        str(status): {**_refusal(REASONS[status], schemas), "x-codes": codes}
        for status, codes in refusals_of(route, bodies).items()
    }
    failed = _refusal("The service failed; trying again may help", schemas)
    return {str(bodies.status): done, **refused, "5XX": failed}


def _answer(bodies: Bodies, schemas: Schemas) -> Json:
    if bodies.answer is None:
        return {}
    answer = schemas.of(bodies.answer)
    return _event(answer) if bodies.media_type == EVENT_STREAM else answer


def _event(message: Json) -> Json:
    """Return the schema of one server-sent event, in the form that OpenAPI 3.2 gives them."""
    data = {"type": "string", "contentMediaType": "application/json", "contentSchema": message}
    text = {"type": "string"}
    return {
        "type": "object",
        "properties": {"id": text, "event": text, "data": data},
        "required": ["id", "event", "data"],
    }


def _refusal(description: str, schemas: Schemas) -> Json:
    return {"description": description, "content": {PROBLEM: {"schema": schemas.of(Problem)}}}
