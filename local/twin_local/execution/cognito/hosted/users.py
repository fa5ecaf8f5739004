"""The endpoints about a user's tokens: who it is, and that they are not valid any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twin_local.execution.cognito import revocation
from twin_local.execution.cognito.hosted import clients
from twin_local.execution.cognito.hosted.issuing import OPENID
from twin_local.execution.cognito.hosted.messages import HostedRequest, OAuthError
from twin_local.execution.cognito.tokens import TokenVerifier


class TokenRefused(Exception):
    """An access token does not let its holder know who it is of."""

    def __init__(self, error: str, description: str, status: int = 401) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


@dataclass(frozen=True)
class UserEndpoints:
    """Answers about users and their tokens."""

    tokens: TokenVerifier

    def describe(self, request: HostedRequest) -> dict[str, Any]:
        """Return the attributes of the user whose access token came with a request.

        Raises:
            TokenRefused: it is not valid, was revoked or lacks the scope `openid`.
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise TokenRefused("invalid_request", "The access token is missing", 400)
        pool = request.pool
        claims = self.tokens.verify(pool.region, pool.id, token)
        known = pool.access_tokens.get(token)
        if claims is None or known is None or claims["token_use"] != "access":
            raise TokenRefused("invalid_token", "Access token is expired, disabled, or deleted")
        if OPENID not in str(claims.get("scope", "")).split():
            raise TokenRefused("insufficient_scope", "Access token lacks the scope openid", 403)
        user = pool._get_user(known[1])
        shown = {one["Name"]: str(one["Value"]) for one in user.attributes}
        return {**shown, "username": user.username}

    def revoke(self, request: HostedRequest) -> None:
        """Take back a refresh token, and the tokens that were made with it.

        Raises:
            OAuthError: the client may not, or it is no refresh token.
        """
        if not (token := request.form.get("token")):
            raise OAuthError("invalid_request")
        client = clients.authenticate(request)
        if token.count(".") == 2:
            raise OAuthError("unsupported_token_type")
        revocation.revoke(request.pool, client.id, token)
