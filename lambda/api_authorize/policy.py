"""The answer of a Lambda authorizer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal, TypedDict

from twin.access.principal import Principal
from twin.access.principal_context import to_context
from twin.api.routes import ROUTES, Route

PATH_PARAMETER = re.compile(r"\{[^}]+\}")


class Statement(TypedDict):
    """One statement of the policy."""

    Action: Literal["execute-api:Invoke"]
    Effect: Literal["Allow", "Deny"]
    Resource: list[str]


class PolicyDocument(TypedDict):
    """An IAM policy document."""

    Version: Literal["2012-10-17"]
    Statement: list[Statement]


class Authorization(TypedDict):
    """Who the caller is and what they may invoke."""

    principalId: str
    policyDocument: PolicyDocument
    context: dict[str, str]


def authorization(principal: Principal, allowed: Sequence[str], method_arn: str) -> Authorization:
    """Allow the operations of a caller.

    API Gateway keeps the answer for the token and uses it for every method, so the policy names
    them all and not only the one of `method_arn`. It names them by wildcards, to stay small; the
    context tells functions the operations themselves.
    """
    api, stage = method_arn.split("/")[:2]
    resources = [f"{api}/{stage}/{pattern}" for pattern in patterns(allowed)]
    return {
        "principalId": principal.subject,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": resources}
                if resources
                else _nothing(f"{api}/{stage}/*")
            ],
        },
        "context": to_context(replace(principal, permitted=tuple(allowed))),
    }


def patterns(allowed: Collection[str]) -> list[str]:
    """Return patterns of method and path that match the routes of the allowed operations."""
    by_method: dict[str, list[Route]] = defaultdict(list)
    for route in ROUTES:
        if route.role is not None:
            by_method[route.method].append(route)
    return [
        pattern
        for method, routes in by_method.items()
        for pattern in _cover(f"{method}/", 0, routes, allowed)
    ]


def _cover(
    prefix: str, depth: int, routes: Sequence[Route], allowed: Collection[str]
) -> Iterator[str]:
    """Yield patterns for routes with a common prefix of `depth` path segments."""
    wanted = [route for route in routes if route.operation_id in allowed]
    if not wanted:
        return
    if len(wanted) == len(routes) and len(routes) > 1:
        if any(len(route.path.strip("/").split("/")) == depth for route in routes):
            yield prefix.rstrip("/")  # `databases/*` does not match `databases` itself
        yield f"{prefix}*"
        return
    branches: dict[str, list[Route]] = defaultdict(list)
    for route in routes:
        segments = PATH_PARAMETER.sub("*", route.path).strip("/").split("/")
        if len(segments) > depth:
            branches["/".join(segments[: depth + 1])].append(route)
        elif route in wanted:
            yield prefix.rstrip("/")
    method = prefix.split("/", 1)[0]
    for path, below in branches.items():
        yield from _cover(f"{method}/{path}/", depth + 1, below, allowed)


def _nothing(resource: str) -> Statement:
    return {"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": [resource]}
