"""Refresh tokens: made at a sign-in, good for the client's time, taken back by a sign-out.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
"""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

from twin_local.execution.cognito.validity import refresh_validity_s
from twin_local.execution.patching import replace

TOKEN_BYTES = 256


@dataclass(frozen=True)
class Authentication:
    """A sign-in that a refresh token goes on with; kept with the pool by `origin_jti`.

    Args:
        sub: The user's `sub`: a later user of the same name is another one.
        auth_time: When the user signed in, by the machine's time as in all tokens.
        event_id: What all its tokens name it.
        expires_at: When its refresh token expires, by the time of the embedded AWS.
    """

    sub: str
    auth_time: int
    event_id: str
    expires_at: float

    @property
    def claims(self) -> dict[str, Any]:
        """The claims that the tokens of a sign-in share."""
        return {"auth_time": self.auth_time, "event_id": self.event_id}


@dataclass(frozen=True)
class Refreshable:
    """What a valid refresh token is good for."""

    user: CognitoIdpUser
    origin_jti: str


def authentications(pool: CognitoIdpUserPool) -> dict[str, Authentication]:
    """Return the sign-ins of a pool by their `origin_jti`."""
    known: dict[str, Authentication] = pool.__dict__.setdefault("authentications", {})
    return known


def shared_claims(pool: CognitoIdpUserPool, origin_jti: object) -> dict[str, Any]:
    """Return the claims that all tokens of a sign-in share, none when it is not known."""
    found = authentications(pool).get(str(origin_jti))
    return found.claims if found else {}


@dataclass(frozen=True)
class RefreshTokens:
    """Makes and checks refresh tokens.

    Args:
        now: The time of the embedded AWS in seconds since 1970.
    """

    now: Callable[[], float]

    def install(self) -> None:
        """Replace how moto makes refresh tokens and signs users out."""
        tokens = self

        def create_refresh_token(
            pool: CognitoIdpUserPool, client_id: str, username: str
        ) -> tuple[str, str]:
            return tokens.make(pool, client_id, username)

        replace(CognitoIdpUserPool, "create_refresh_token", create_refresh_token)
        replace(CognitoIdpUserPool, "sign_out", sign_out)

    def make(self, pool: CognitoIdpUserPool, client_id: str, username: str) -> tuple[str, str]:
        """Return a new token of a user, and its `origin_jti`."""
        token, origin = secrets.token_urlsafe(TOKEN_BYTES), str(uuid.uuid4())
        user = pool._get_user(username)
        pool.refresh_tokens[token] = (client_id, user.username, origin)
        authentications(pool)[origin] = self._begin(pool, client_id, user)
        return token, origin

    def require(self, pool: CognitoIdpUserPool, client_id: str, token: str) -> Refreshable:
        """Return what a token is good for.

        Raises:
            NotAuthorizedError: it is unknown, of another client, expired or revoked, or its user
                is disabled.
        """
        if token not in pool.refresh_tokens:
            raise NotAuthorizedError("Invalid Refresh Token.")
        known = pool.refresh_tokens[token]
        if known is None:
            raise NotAuthorizedError("Refresh Token has been revoked")
        owner, username, origin = known
        user = pool._get_user(username)
        if owner != client_id or user is None:
            raise NotAuthorizedError("Invalid Refresh Token.")
        begun = authentications(pool)
        if origin not in begun:
            begun[origin] = self._begin(pool, client_id, user)
        if begun[origin].sub != user.id:
            raise NotAuthorizedError("Invalid Refresh Token.")
        if self.now() >= begun[origin].expires_at:
            raise NotAuthorizedError("Refresh Token has expired")
        if not user.enabled:
            raise NotAuthorizedError("User is disabled.")
        return Refreshable(user, origin)

    def _begin(
        self, pool: CognitoIdpUserPool, client_id: str, user: CognitoIdpUser
    ) -> Authentication:
        expires_at = self.now() + refresh_validity_s(pool, client_id)
        return Authentication(user.id, int(time.time()), str(uuid.uuid4()), expires_at)


def sign_out(pool: CognitoIdpUserPool, username: str) -> None:
    """Take back all tokens of a user, by whichever of their names they signed in."""
    user = pool._get_user(username)
    for token, known in list(pool.refresh_tokens.items()):
        if known is not None and pool._get_user(known[1]) is user:
            pool.refresh_tokens[token] = None
    for access_token, (_, name) in list(pool.access_tokens.items()):
        if name and pool._get_user(name) is user:
            del pool.access_tokens[access_token]
