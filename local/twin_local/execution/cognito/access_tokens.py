"""Operations that an access token allows: it must be valid, not taken back, and of the right scope.

moto only looks whether it has made the token, of unsigned requests in one region.
https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import jwt
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUserPool, cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import EmptyResult

from twin_local.execution.cognito.patch import API_SCOPE
from twin_local.execution.patching import original, replace

WITH_TOKEN = (
    "associate_software_token",
    "change_password",
    "get_user",
    "set_user_mfa_preference",
    "update_user_attributes",
    "verify_software_token",
)


def install(account: str) -> None:
    """Check the token of each operation, and sign users out of whichever region they are in."""

    def checked(operation: Callable[[CognitoIdpResponse], Any]) -> Any:
        def call(response: CognitoIdpResponse) -> Any:
            if token := response._get_param("AccessToken"):
                pool = require(account, token)
                _require_writable(pool, token, response._get_param("UserAttributes") or [])
            return operation(response)

        return call

    def global_sign_out(response: CognitoIdpResponse) -> EmptyResult:
        token = response._get_param("AccessToken")
        pool = require(account, token)
        pool.sign_out(pool.access_tokens[token][1])
        return EmptyResult()

    for name in WITH_TOKEN:
        replace(CognitoIdpResponse, name, checked(original(CognitoIdpResponse, name)))
    replace(CognitoIdpResponse, "global_sign_out", global_sign_out)


def require(account: str, token: str) -> CognitoIdpUserPool:
    """Return the pool of an access token with which its user may change their own account.

    Raises:
        NotAuthorizedError: it is no access token, expired, revoked or of other scopes, or its user
            is disabled.
    """
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        raise NotAuthorizedError("Invalid Access Token") from error
    if claims.get("token_use") != "access":
        raise NotAuthorizedError("Invalid Access Token")
    pool = _pool(account, token)
    if pool is None:
        raise NotAuthorizedError("Access Token has been revoked")
    if claims["exp"] <= time.time():
        raise NotAuthorizedError("Access Token has expired")
    if API_SCOPE not in str(claims.get("scope", "")).split():
        raise NotAuthorizedError("Access Token does not have required scopes")
    user = pool._get_user(pool.access_tokens[token][1])
    if user is None or user.id != claims["sub"]:
        raise NotAuthorizedError("Access Token has been revoked")
    if not user.enabled:
        raise NotAuthorizedError("User is disabled.")
    return pool


def _require_writable(
    pool: CognitoIdpUserPool, token: str, attributes: list[dict[str, str]]
) -> None:
    """Refuse attributes that the token's client, where it names what it may write, may not.

    Raises:
        NotAuthorizedError: the client may not write one of them.
    """
    settings = pool.clients[pool.access_tokens[token][0]].extended_config
    writable = settings.get("WriteAttributes")
    if writable and not {one["Name"] for one in attributes} <= set(writable):
        raise NotAuthorizedError("A client attempted to write unauthorized attribute")


def _pool(account: str, token: str) -> CognitoIdpUserPool | None:
    """Return the pool that made a token: what moto keeps stands for the signature."""
    for backend in list(cognitoidp_backends[account].values()):
        for pool in backend.user_pools.values():
            if token in pool.access_tokens:
                return pool
    return None
