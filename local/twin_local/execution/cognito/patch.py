"""Sign moto's tokens with the pool's own key, publish it, and keep the client's validity times.

moto signs every token with one key that is published with its source.
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

from moto.cognitoidp.models import CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse

from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.tokens import issuer
from twin_local.execution.patching import replace
from twin_local.execution.types import Foreign

UNITS_S = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
PROFILE = ("email", "email_verified", "name", "given_name", "family_name", "preferred_username")


def install(keys: PoolKeys) -> None:
    """Replace token signing and the key document."""

    def create_jwt(
        pool: CognitoIdpUserPool,
        client_id: str,
        username: str,
        token_use: str,
        expires_in: int = 3600,
        extra_data: dict[str, Any] | None = None,
    ) -> tuple[str, int]:
        valid_s = _validity_s(pool, client_id, token_use, expires_in)
        claims = _claims(pool, client_id, username, token_use) | (extra_data or {})
        claims["exp"] = claims["iat"] + valid_s
        return keys.of(pool.id).sign(claims), valid_s

    def serve_json_web_key(*request: Foreign) -> tuple[int, dict[str, str], bytes]:
        pool_id = urlsplit(request[1]).path.strip("/").split("/")[0]
        document = {"keys": [keys.of(pool_id).public_jwk()]}
        return 200, {"Content-Type": "application/json"}, json.dumps(document).encode()

    replace(CognitoIdpUserPool, "create_jwt", create_jwt)
    replace(CognitoIdpJsonWebKeyResponse, "serve_json_web_key", staticmethod(serve_json_web_key))


def _claims(
    pool: CognitoIdpUserPool, client_id: str, username: str, token_use: str
) -> dict[str, Any]:
    user = pool._get_user(username)
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
    if token_use == "access":
        return claims | {"client_id": client_id, "username": user.username}
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user.attributes}
    profile: dict[str, Any] = {name: attributes[name] for name in PROFILE if name in attributes}
    if "email_verified" in profile:
        profile["email_verified"] = profile["email_verified"].lower() == "true"
    return claims | profile | {"aud": client_id, "cognito:username": user.username}


def _validity_s(pool: CognitoIdpUserPool, client_id: str, token_use: str, default_s: int) -> int:
    settings = pool.clients[client_id].extended_config if client_id in pool.clients else {}
    name = "AccessToken" if token_use == "access" else "IdToken"
    validity = settings.get(f"{name}Validity")
    if not validity:
        return default_s
    unit = (settings.get("TokenValidityUnits") or {}).get(name, "hours")
    return int(validity) * UNITS_S[unit]
