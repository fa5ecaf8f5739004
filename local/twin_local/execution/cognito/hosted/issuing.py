"""Make the tokens of hosted sign-ins and of clients that act for themselves."""

from __future__ import annotations

import base64
import hashlib
import time
import uuid
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.models import CognitoIdpUserPool

from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.patch import granted_scopes
from twin_local.execution.cognito.refresh_tokens import Refreshable
from twin_local.execution.cognito.token_rewriting import made_for
from twin_local.execution.cognito.tokens import issuer
from twin_local.execution.cognito.validity import validity_s

OPENID = "openid"


@dataclass(frozen=True)
class TokenIssuer:
    """Makes tokens with the keys of pools."""

    keys: PoolKeys

    def for_user(
        self,
        pool: CognitoIdpUserPool,
        client_id: str,
        username: str,
        scopes: tuple[str, ...],
        nonce: str = "",
        *,
        refresh: bool = True,
    ) -> dict[str, Any]:
        """Return the tokens of a user who has signed in; `refresh` gives one to renew them."""
        refresh_token, origin = pool.create_refresh_token(client_id, username)
        granted_scopes(pool)[origin] = " ".join(scopes)
        with made_for("TokenGeneration_HostedAuth"):
            tokens = self._pair(pool, client_id, username, origin, scopes, nonce)
        if not refresh:
            pool.refresh_tokens[refresh_token] = None
            return tokens
        return {**tokens, "refresh_token": refresh_token}

    def refreshed(
        self, pool: CognitoIdpUserPool, client_id: str, good_for: Refreshable
    ) -> dict[str, Any]:
        """Return new tokens for a refresh token."""
        origin, username = good_for.origin_jti, good_for.user.username
        scopes = tuple(granted_scopes(pool).get(origin, "").split())
        with made_for("TokenGeneration_RefreshTokens"):
            return self._pair(pool, client_id, username, origin, scopes, "")

    def for_client(
        self, pool: CognitoIdpUserPool, client_id: str, scopes: list[str]
    ) -> dict[str, Any]:
        """Return the token of a client that acts for itself."""
        now, valid_s = int(time.time()), validity_s(pool, client_id, "access")
        claims = {
            "sub": client_id,
            "token_use": "access",
            "scope": " ".join(scopes),
            "auth_time": now,
            "iss": issuer(pool.region, pool.id),
            "exp": now + valid_s,
            "iat": now,
            "version": 2,
            "jti": str(uuid.uuid4()),
            "client_id": client_id,
        }
        token = self.keys.of(pool.id).sign(claims)
        return {"access_token": token, "expires_in": valid_s, "token_type": "Bearer"}

    def _pair(
        self,
        pool: CognitoIdpUserPool,
        client_id: str,
        username: str,
        origin: str,
        scopes: tuple[str, ...],
        nonce: str,
    ) -> dict[str, Any]:
        access, valid_s = pool.create_access_token(client_id, username, origin_jti=origin)
        tokens: dict[str, Any] = {
            "access_token": access,
            "expires_in": valid_s,
            "token_type": "Bearer",
        }
        if OPENID in scopes:
            half = hashlib.sha256(access.encode()).digest()[:16]
            extra = {"origin_jti": origin, "at_hash": base64url(half)}
            if nonce:
                extra["nonce"] = nonce
            tokens["id_token"], _ = pool.create_jwt(client_id, username, "id", extra_data=extra)
        return tokens


def base64url(data: bytes) -> str:
    """Return bytes as tokens write them."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
