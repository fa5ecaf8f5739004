"""Serve `/access/explain`.

About themselves everybody may ask, but only of what they may see: about anything else the answer is
the one for what is not there. An administrator may ask about anybody.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from access_explain.principals import Principals
from access_explain.resources import Resources, unknown
from access_runtime.directory import Directory
from access_runtime.guard import Guard, guard_of
from access_runtime.key_store import KeyStore
from twin.access.asked import Target, read_action, read_attributes, read_principal, read_target
from twin.access.explanation import explanation
from twin.access.resource import Resource
from twin_runtime.clients import cognito, dynamodb
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.settings import setting
from twin_runtime.site import site


def handler(event: dict[str, Any], context: object) -> ProxyResponse:
    """Serve one request."""
    return serve(event, {"explainOwnAccess": _own, "explainAccess": _any})


def _own(request: Request) -> Body:
    guard = guard_of(request)
    action = read_action(request.one("action"))
    resource = _seen(guard, read_target(request.one("resource")))
    return explanation(guard.engine, guard.principal, action, resource)


def _any(request: Request) -> Body:
    guard, body = guard_of(request), request.json()
    action = read_action(body.get("action"))
    target, attributes = read_target(body.get("resource")), read_attributes(body.get("attributes"))
    principal = _principals().find(read_principal(body.get("principal")))
    resource = _seen(guard, target) if attributes is None else target.supposed(attributes)
    return explanation(guard.engine, principal, action, resource)


def _seen(guard: Guard, target: Target) -> Resource:
    """Return the resource, if the caller may know of it.

    Raises:
        TwinError: it is not there, or the caller may not know of it.
    """
    resource = _resources().find(target)
    if guard.readable([resource]) != [True]:
        raise unknown(target)
    return resource


def _resources() -> Resources:
    return Resources(dynamodb(), os.environ.get("CATALOG_TABLE"))


@cache
def _principals() -> Principals:
    return Principals(
        access=site().access,
        directory=Directory(cognito(), setting("USER_POOL_ID")),
        keys=KeyStore(dynamodb(), setting("ACCESS_KEYS_TABLE")),
    )
