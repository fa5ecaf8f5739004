"""The claims of a pool's tokens.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from moto.cognitoidp.models import (
    CognitoIdpGroup,
    CognitoIdpUser,
    CognitoIdpUserPool,
    CognitoIdpUserPoolClient,
)

from twin_local.execution.cognito.tokens import issuer

FLAGS = ("email_verified", "phone_number_verified")
LOWEST_PRECEDENCE = 2**31


def claims_of(
    pool: CognitoIdpUserPool, client_id: str, user: CognitoIdpUser, token_use: str
) -> dict[str, Any]:
    """Return the claims of a user's token, without its expiry."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "sub": user.id,
        "iss": issuer(pool.region, pool.id),
        "token_use": token_use,
        "iat": now,
        "auth_time": now,
        "jti": str(uuid.uuid4()),
        "event_id": str(uuid.uuid4()),
    }
    if groups := sorted(user.groups, key=_rank):
        claims["cognito:groups"] = [group.group_name for group in groups]
    if token_use == "access":
        return claims | {"client_id": client_id, "username": user.username}
    own = {"aud": client_id, "cognito:username": user.username}
    return claims | _profile(pool.clients.get(client_id), user) | _roles(groups) | own


def _rank(group: CognitoIdpGroup) -> tuple[int, str]:
    """Return the order of a group: by its precedence, without one last."""
    known = LOWEST_PRECEDENCE if group.precedence is None else int(group.precedence)
    return known, group.group_name


def _roles(groups: list[CognitoIdpGroup]) -> dict[str, Any]:
    roles = [group.role_arn for group in groups if group.role_arn]
    return {"cognito:roles": roles, "cognito:preferred_role": roles[0]} if roles else {}


def _profile(client: CognitoIdpUserPoolClient | None, user: CognitoIdpUser) -> dict[str, Any]:
    """Return the attributes that a client may read: all of them unless it names some."""
    readable = set(client.get_readable_fields()) if client else set()
    shown = {
        one["Name"]: one["Value"]
        for one in user.attributes
        if one["Name"] != "sub" and (not readable or one["Name"] in readable)
    }
    if "identities" in shown:
        shown["identities"] = json.loads(str(shown["identities"]))
    flags = {name: str(shown[name]).lower() == "true" for name in FLAGS if name in shown}
    return {**shown, **flags}
