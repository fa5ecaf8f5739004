"""Verify an access token of the user pool.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt

from twin.access.errors import TokenInvalid

REQUIRED = ["client_id", "exp", "iss", "sub", "token_use"]
"""Claims of every access token; it has no `aud`, the client is in `client_id`."""


@dataclass(frozen=True)
class Claims:
    """What a trusted token says of its bearer.

    A program's token, got by client credentials, names no user. The groups that a user's token
    names are those of the time it was made, and nobody asks for them.
    """

    subject: str
    name: str | None
    client_id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class UserPool:
    """The pool, and the clients that people sign in by."""

    region: str
    pool_id: str
    client_ids: frozenset[str]

    @property
    def host(self) -> str:
        """Return the host name of the pool's region."""
        return f"cognito-idp.{self.region}.amazonaws.com"

    @property
    def issuer(self) -> str:
        """Return the `iss` of the pool's tokens."""
        return f"https://{self.host}/{self.pool_id}"


def verify(token: str, pool: UserPool) -> Claims:
    """Return the claims of an access token.

    Raises:
        TokenInvalid: the signature, issuer, client, use or time is wrong.
        PyJWKClientConnectionError: the pool's keys cannot be had.
    """
    try:
        key = _keys(pool).get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            issuer=pool.issuer,
            options={"require": REQUIRED, "verify_aud": False},
        )
    except jwt.PyJWKClientConnectionError:
        raise  # the pool's keys cannot be had: the caller's token may well be good
    except jwt.PyJWTError as problem:
        raise TokenInvalid("the token cannot be trusted", found=str(problem)) from problem
    _check_use(claims, pool)
    return Claims(
        subject=claims["sub"],
        name=claims.get("username"),
        client_id=claims["client_id"],
        scopes=tuple(str(claims.get("scope", "")).split()),
    )


def _check_use(claims: dict[str, Any], pool: UserPool) -> None:
    if claims["token_use"] != "access":
        raise TokenInvalid(
            "the token is of the wrong use", found=claims["token_use"], expected="access"
        )
    client, person = claims["client_id"], "username" in claims
    if client not in pool.client_ids if person else client != claims["sub"]:
        raise TokenInvalid("the token was issued to another client", found=str(client))


@cache
def _keys(pool: UserPool) -> jwt.PyJWKClient:
    base = os.environ.get("AWS_ENDPOINT_URL") or f"https://{pool.host}"
    return jwt.PyJWKClient(
        f"{base}/{pool.pool_id}/.well-known/jwks.json",
        headers={"Host": pool.host},
        cache_keys=True,
        lifespan=3600,
        timeout=5,
    )
