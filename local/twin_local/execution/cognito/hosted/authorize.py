"""The authorization endpoint: who asks for what, and where the answer goes.

https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moto.cognitoidp.models import CognitoIdpUserPool

from twin_local.execution.cognito.hosted import clients
from twin_local.execution.cognito.hosted.clients import Client
from twin_local.execution.cognito.hosted.messages import OAuthError, with_query

FLOWS = {"code": "code", "token": "implicit"}
"""The flow of each response type."""


class PageError(Exception):
    """The request cannot be answered to the client: nothing says that it is the client's."""


class RedirectError(Exception):
    """The client is told of an error; `url` is where."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


@dataclass(frozen=True)
class Authorization:
    """What a client asks for."""

    client: Client
    redirect_uri: str
    response_type: str
    scopes: tuple[str, ...]
    state: str
    nonce: str
    challenge: str

    @property
    def is_implicit(self) -> bool:
        """Whether tokens are given at once, in the fragment of the address."""
        return self.response_type == "token"

    def back(self, **values: str | None) -> str:
        """Return the client's address with some values and the state."""
        given = {**values, "state": self.state}
        return with_query(self.redirect_uri, given, fragment=self.is_implicit)


def read(pool: CognitoIdpUserPool, query: Mapping[str, str]) -> Authorization:
    """Return what a request asks for.

    Raises:
        PageError: the client or its address is not known.
        RedirectError: something else is wrong with the request.
    """
    client = clients.find(pool, query.get("client_id", ""))
    if client is None:
        raise PageError("Client does not exist.")
    uri = query.get("redirect_uri") or str(client.settings.get("DefaultRedirectURI") or "")
    if uri not in (client.settings.get("CallbackURLs") or []):
        raise PageError("redirect_mismatch")
    kind, state = query.get("response_type", ""), query.get("state", "")

    def refused(error: str, description: str = "") -> RedirectError:
        values = {"error": error, "error_description": description, "state": state}
        return RedirectError(with_query(uri, values))

    if kind not in FLOWS:
        raise refused("unsupported_response_type" if kind else "invalid_request")
    if not client.allows(FLOWS[kind]):
        raise refused("unauthorized_client")
    challenge, method = query.get("code_challenge", ""), query.get("code_challenge_method", "")
    if bool(challenge) != bool(method):
        raise refused("invalid_request", "code_challenge and its method are needed together")
    if method and method != "S256":
        raise refused("invalid_request", "Transform algorithm not supported")
    try:
        scopes = tuple(client.scopes(query.get("scope", "")))
    except OAuthError as error:
        raise refused(error.error) from error
    return Authorization(client, uri, kind, scopes, state, query.get("nonce", ""), challenge)
