"""The event by which API Gateway calls a function, for tests that call functions themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypedDict
from urllib.parse import quote


class Extras(TypedDict, total=False):
    """What few requests have."""

    query: Mapping[str, object] | None
    headers: Mapping[str, str] | None


def api_event(
    method: str,
    resource: str,
    *,
    caller: Mapping[str, str],
    body: object = None,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return a request of a caller, who is what the authorizer says of one; what is not is null.

    Values of the path are percent-encoded, as clients send them. A value of the query that is no
    list is there once. A body that is text is sent as it is, any other as JSON.
    """
    return {
        "httpMethod": method,
        "resource": resource,
        "pathParameters": _encoded(path or {}) or None,
        "multiValueQueryStringParameters": _repeated(query or {}) or None,
        "headers": dict(headers or {}) or None,
        "body": body if body is None or isinstance(body, str) else json.dumps(body),
        "requestContext": {"authorizer": dict(caller)},
    }


def user(subject: str, role: str) -> dict[str, str]:
    """Return what the authorizer says of a user whose name is the subject."""
    return {"subject": subject, "name": subject, "role": role}


def _encoded(path: Mapping[str, object]) -> dict[str, str]:
    return {name: quote(str(value), safe="") for name, value in path.items()}


def _repeated(query: Mapping[str, object]) -> dict[str, list[str]]:
    return {
        name: value if isinstance(value, list) else [str(value)] for name, value in query.items()
    }
