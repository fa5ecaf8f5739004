"""Authorize a call of the API by the caller's access token."""

from __future__ import annotations

import os
from typing import Any

from api_authorize.policy import Authorization, authorize
from api_authorize.token import UserPool, verify
from twin.access.errors import AccessError, TokenInvalid
from twin.access.roles import role_of
from twin_runtime.logging import logger
from twin_runtime.settings import setting


def handler(event: dict[str, Any], context: object) -> Authorization:
    """Return the caller's policy; an untrusted token answers 401 Unauthorized."""
    pool = UserPool(
        os.environ["AWS_REGION"], setting("USER_POOL_ID"), setting("USER_POOL_CLIENT_ID")
    )
    try:
        claims = verify(_bearer(event["authorizationToken"]), pool)
        role = role_of(claims.groups)
    except AccessError as error:
        logger().warning("caller refused", extra={"error": error.to_dict()})
        # API Gateway turns exactly this text into 401.
        raise PermissionError("Unauthorized") from error
    return authorize(
        subject=claims.subject, name=claims.name, role=role, method_arn=event["methodArn"]
    )


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenInvalid(
            "the Authorization header has no bearer token", expected="Bearer <token>"
        )
    return token
