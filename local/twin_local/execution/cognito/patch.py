"""Sign moto's tokens with the pool's own key, publish it, and keep the client's validity times.

moto signs every token with one key that is published with its source.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from moto.cognitoidp import urls
from moto.cognitoidp.models import CognitoIdpUserPool
from moto.cognitoidp.responses import (
    CognitoIdpJsonWebKeyResponse,
    CognitoIdpOpenIdConfigurationResponse,
)

from twin_local.execution.cognito import discovery
from twin_local.execution.cognito.claims import claims_of
from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.refresh_tokens import shared_claims
from twin_local.execution.cognito.token_rewriting import TokenRewriter
from twin_local.execution.cognito.validity import validity_s
from twin_local.execution.patching import original, replace
from twin_local.execution.types import Foreign

API_SCOPE = "aws.cognito.signin.user.admin"
"""What tokens of the API allow: a user's changes of their own account."""


def install(keys: PoolKeys, rewriter: TokenRewriter, account: str, endpoint_url: str) -> None:
    """Replace token signing, the key document and the OpenID configuration."""

    def create_jwt(
        pool: CognitoIdpUserPool,
        client_id: str,
        username: str,
        token_use: str,
        expires_in: int = 3600,
        extra_data: dict[str, Any] | None = None,
    ) -> tuple[str, int]:
        valid_s = validity_s(pool, client_id, token_use, expires_in)
        user = pool._get_user(username)
        own = claims_of(pool, client_id, user, token_use)
        extra = extra_data or {}
        shared = shared_claims(pool, extra.get("origin_jti"))
        claims = rewriter.rewrite(pool, client_id, user, {**extra, **own, **shared})
        claims["exp"] = claims["iat"] + valid_s
        return keys.of(pool.id).sign(claims), valid_s

    def create_access_token(
        pool: CognitoIdpUserPool, client_id: str, username: str, origin_jti: str
    ) -> tuple[str, int]:
        scope = granted_scopes(pool).get(origin_jti, API_SCOPE)
        extra = {"origin_jti": origin_jti, "scope": scope}
        token, valid_s = create_jwt(pool, client_id, username, "access", extra_data=extra)
        pool.access_tokens[token] = (client_id, pool._get_user(username).username)
        return token, valid_s

    def serve_json_web_key(*request: Foreign) -> tuple[int, dict[str, str], bytes]:
        pool_id = urlsplit(request[1]).path.strip("/").split("/")[0]
        document = {"keys": [keys.of(pool_id).public_jwk()]}
        return 200, {"Content-Type": "application/json"}, json.dumps(document).encode()

    def serve_openid_configuration(*request: Foreign) -> tuple[int, dict[str, str], bytes]:
        pool_id = urlsplit(request[1]).path.strip("/").split("/")[0]
        document = discovery.document(account, pool_id, endpoint_url)
        return 200, {"Content-Type": "application/json"}, json.dumps(document).encode()

    replace(CognitoIdpUserPool, "create_jwt", create_jwt)
    replace(CognitoIdpUserPool, "create_access_token", create_access_token)
    _serve(CognitoIdpJsonWebKeyResponse, serve_json_web_key)
    _serve(CognitoIdpOpenIdConfigurationResponse, serve_openid_configuration)


def _serve(owner: type, answer: Callable[..., tuple[int, dict[str, str], bytes]]) -> None:
    """Replace an address' answer, which moto's table of addresses may have read already."""
    name = answer.__name__
    known = {original(owner, name), getattr(owner, name)}
    replace(owner, name, staticmethod(answer))
    for path, served in urls.url_paths.items():
        if served in known:
            urls.url_paths[path] = answer


def granted_scopes(pool: CognitoIdpUserPool) -> dict[str, str]:
    """Return the scopes that hosted sign-ins were granted, by `origin_jti`; kept with the pool."""
    scopes: dict[str, str] = pool.__dict__.setdefault("granted_scopes", {})
    return scopes
