"""Authorize a call of the API by the caller's token or key."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

from access_runtime.directory import Directory
from access_runtime.key_store import KeyStore
from api_authorize.callers import Callers
from api_authorize.policy import Authorization, authorization
from api_authorize.token import UserPool
from cedar_runtime.engine import site_engine
from twin.access.errors import AccessError, TokenInvalid
from twin.access.policies.actions import actions
from twin_runtime.clients import cognito, dynamodb
from twin_runtime.logging import logger
from twin_runtime.settings import setting
from twin_runtime.site import site


def handler(event: dict[str, Any], context: object) -> Authorization:
    """Return what the caller may invoke; a token or key that is not trusted answers 401.

    Every refusal looks alike: no caller learns whether a key exists, ended or was taken back.
    """
    try:
        principal = _callers().principal(_bearer(event["authorizationToken"]))
    except AccessError as error:
        if error.status != TokenInvalid.status:
            raise
        logger().warning("caller refused", extra={"error": error.to_dict()})
        # API Gateway turns exactly this text into 401.
        raise PermissionError("Unauthorized") from error
    operations = list(actions())
    possible = site_engine().conceivable(principal, operations)
    allowed = [one for one, may in zip(operations, possible, strict=True) if may]
    return authorization(principal, allowed, event["methodArn"])


@cache
def _callers() -> Callers:
    pool_id = setting("USER_POOL_ID")
    return Callers(
        access=site().access,
        pool=UserPool(
            os.environ["AWS_REGION"], pool_id, frozenset(setting("USER_POOL_CLIENT_IDS").split(","))
        ),
        directory=Directory(cognito(), pool_id),
        keys=KeyStore(dynamodb(), setting("ACCESS_KEYS_TABLE")),
        programs={one: name for name, one in json.loads(setting("MACHINE_CLIENTS")).items()},
    )


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenInvalid(
            "the Authorization header has no bearer token", expected="Bearer <token>"
        )
    return token
