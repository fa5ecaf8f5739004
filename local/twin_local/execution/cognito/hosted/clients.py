"""App clients: what they may ask for, and how they prove who they are."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.models import CognitoIdpUserPool, CognitoIdpUserPoolClient

from twin_local.execution.cognito.hosted.messages import HostedRequest, OAuthError

STANDARD_SCOPES = frozenset(
    {"aws.cognito.signin.user.admin", "email", "openid", "phone", "profile"}
)


@dataclass(frozen=True)
class Client:
    """An app client with its OAuth settings."""

    client: CognitoIdpUserPoolClient

    @property
    def id(self) -> str:
        """The client id."""
        return str(self.client.id)

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the client as they were given."""
        settings: dict[str, Any] = self.client.extended_config
        return settings

    def allows(self, flow: str) -> bool:
        """Say whether a flow is enabled: `code`, `implicit` or `client_credentials`."""
        enabled = bool(self.settings.get("AllowedOAuthFlowsUserPoolClient"))
        return enabled and flow in (self.settings.get("AllowedOAuthFlows") or [])

    def scopes(self, asked: str) -> list[str]:
        """Return the scopes of a request, all that are allowed when it names none.

        Raises:
            OAuthError: `invalid_scope`, one is not allowed.
        """
        allowed = list(self.settings.get("AllowedOAuthScopes") or [])
        named = asked.split() or allowed
        if not set(named) <= set(allowed):
            raise OAuthError("invalid_scope")
        return named


def find(pool: CognitoIdpUserPool, client_id: str) -> Client | None:
    """Return a client of a pool."""
    found = pool.clients.get(client_id)
    return Client(found) if found else None


def authenticate(request: HostedRequest) -> Client:
    """Return the client that makes a request; one with a secret proves that it knows it.

    Raises:
        OAuthError: `invalid_client`, it is not known or does not.
    """
    client_id, secret = _credentials(request)
    client = find(request.pool, client_id)
    if client is None:
        raise OAuthError("invalid_client")
    if client.client.generate_secret and not hmac.compare_digest(
        str(client.client.secret).encode(), secret.encode()
    ):
        raise OAuthError("invalid_client")
    return client


def _credentials(request: HostedRequest) -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.form.get("client_id", ""), request.form.get("client_secret", "")
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OAuthError("invalid_client") from error
    if request.form.get("client_id", client_id) != client_id:
        raise OAuthError("invalid_client")
    return client_id, secret
