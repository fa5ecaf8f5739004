"""A principal as the context that an API Gateway authorizer passes on: flat, of strings only.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from twin.access.principal import Limits, Principal, PrincipalKind
from twin.api.routes.route import Role


def to_context(principal: Principal) -> dict[str, str]:
    """Return the context of a principal; what it does not have is left out."""
    context = {
        "subject": principal.subject,
        "name": principal.name,
        "kind": principal.kind,
        "groups": json.dumps(principal.groups),
        "attributes": json.dumps(dict(principal.attributes)),
        "credential": principal.credential,
    }
    if principal.permitted is not None:
        context["permitted"] = " ".join(principal.permitted)
    if principal.role is not None:
        context["role"] = principal.role
    if principal.limits is not None:
        context["limits"] = json.dumps(asdict(principal.limits))
    return context


def from_context(context: Mapping[str, str]) -> Principal:
    """Read what `to_context` wrote; what is missing gives no right."""
    return Principal(
        subject=context["subject"],
        name=context["name"],
        role=cast("Role", context["role"]) if "role" in context else None,
        kind=cast("PrincipalKind", context.get("kind", "user")),
        groups=tuple(json.loads(context.get("groups", "[]"))),
        attributes=json.loads(context.get("attributes", "{}")),
        limits=_limits(context["limits"]) if "limits" in context else None,
        credential=context.get("credential", ""),
        permitted=tuple(context["permitted"].split()) if "permitted" in context else None,
    )


def _limits(text: str) -> Limits:
    raw = json.loads(text)
    return Limits(raw["role"], _names(raw["databases"]), _names(raw["operations"]))


def _names(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
