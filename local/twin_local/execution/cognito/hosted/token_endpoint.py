"""The token endpoint: codes, refresh tokens and clients' own credentials become tokens.

https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUserPool

from twin_local.execution.cognito.hosted import clients
from twin_local.execution.cognito.hosted.clients import STANDARD_SCOPES, Client
from twin_local.execution.cognito.hosted.issuing import TokenIssuer, base64url
from twin_local.execution.cognito.hosted.memory import Grant, Memory
from twin_local.execution.cognito.hosted.messages import HostedRequest, OAuthError
from twin_local.execution.cognito.refresh_tokens import RefreshTokens


@dataclass(frozen=True)
class TokenEndpoint:
    """Answers requests for tokens."""

    codes: Memory[Grant]
    issuer: TokenIssuer
    refresh_tokens: RefreshTokens

    def answer(self, request: HostedRequest) -> dict[str, Any]:
        """Return tokens.

        Raises:
            OAuthError: they are refused.
        """
        kind = request.form.get("grant_type")
        if not kind:
            raise OAuthError("invalid_request")
        client = clients.authenticate(request)
        if kind == "authorization_code":
            return self._for_code(request, client)
        if kind == "refresh_token":
            return self._refresh(request, client)
        if kind == "client_credentials":
            return self._for_client(request, client)
        raise OAuthError("unsupported_grant_type")

    def _for_code(self, request: HostedRequest, client: Client) -> dict[str, Any]:
        if not client.allows("code"):
            raise OAuthError("unauthorized_client")
        grant = self.codes.take(request.form.get("code", ""))
        if grant is None or grant.client_id != client.id:
            raise OAuthError("invalid_grant")
        if grant.redirect_uri != request.form.get("redirect_uri"):
            raise OAuthError("invalid_grant")
        if not _proves(request.form.get("code_verifier", ""), grant.challenge):
            raise OAuthError("invalid_grant")
        return self.issuer.for_user(
            request.pool, client.id, grant.username, grant.scopes, grant.nonce
        )

    def _refresh(self, request: HostedRequest, client: Client) -> dict[str, Any]:
        token = request.form.get("refresh_token", "")
        try:
            good_for = self.refresh_tokens.require(request.pool, client.id, token)
        except NotAuthorizedError as error:
            raise OAuthError("invalid_grant") from error
        return self.issuer.refreshed(request.pool, client.id, good_for)

    def _for_client(self, request: HostedRequest, client: Client) -> dict[str, Any]:
        if not (client.client.generate_secret and client.allows("client_credentials")):
            raise OAuthError("unauthorized_client")
        scopes = client.scopes(request.form.get("scope", ""))
        own = [scope for scope in scopes if scope not in STANDARD_SCOPES]
        if not own or not set(own) <= _scopes(request.pool):
            raise OAuthError("invalid_scope")
        return self.issuer.for_client(request.pool, client.id, own)


def _proves(verifier: str, challenge: str) -> bool:
    """Say whether a verifier is that of a code's challenge (RFC 7636, S256)."""
    if not challenge:
        return not verifier
    found = base64url(hashlib.sha256(verifier.encode()).digest())
    return hmac.compare_digest(found, challenge)


def _scopes(pool: CognitoIdpUserPool) -> set[str]:
    """Return the scopes of a pool's resource servers."""
    return {
        f"{server.identifier}/{scope['ScopeName']}"
        for server in pool.resource_servers.values()
        for scope in server.scopes or []
    }
