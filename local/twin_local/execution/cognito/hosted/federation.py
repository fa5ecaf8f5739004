"""Sign-in by an identity provider: to the provider and back, with a code for the client.

OpenID Connect is real. SAML is not: an assertion counts only if its XML signature is checked, for
which this machine has no library, so a SAML provider is refused instead of believed.
https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoint-oidc-responses.html
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from moto.cognitoidp.models import CognitoIdpUserPool

from twin_local.execution.cognito.hosted import federated_users
from twin_local.execution.cognito.hosted.authorize import (
    Authorization,
    PageError,
    RedirectError,
)
from twin_local.execution.cognito.hosted.authorize import read as read_authorization
from twin_local.execution.cognito.hosted.clients import Client
from twin_local.execution.cognito.hosted.login import Login
from twin_local.execution.cognito.hosted.memory import Memory
from twin_local.execution.cognito.hosted.messages import HostedAnswer, HostedRequest, redirect
from twin_local.execution.cognito.hosted.openid_provider import OpenIdProvider, ProviderError

OWN = "COGNITO"
ANSWER = "/oauth2/idpresponse"
NO_SAML = "SAML sign-in needs AWS: this machine cannot check the signature of an assertion."


@dataclass(frozen=True)
class Journey:
    """A browser that was sent to a provider; `query` is what the client asked for."""

    pool_id: str
    query: Mapping[str, str]
    provider: str
    nonce: str


@dataclass(frozen=True)
class Federation:
    """Sends browsers to identity providers, and takes them back."""

    login: Login
    journeys: Memory[Journey]

    def leave(self, request: HostedRequest, asked: Authorization) -> HostedAnswer | None:
        """Return the way to the provider that a client asks for; None to sign in right here.

        Raises:
            PageError: the provider is none of the client's, or is a SAML provider.
            RedirectError: the provider cannot be reached.
        """
        name = self._chosen(request, asked.client)
        if name == OWN:
            return None
        provider = _provider(request.pool, name)
        journey = Journey(request.pool.id, dict(request.query), name, secrets.token_urlsafe(24))
        try:
            url = provider.authorize_url(
                redirect_uri=f"{request.base}{ANSWER}",
                state=self.journeys.keep(journey),
                nonce=journey.nonce,
            )
        except ProviderError as error:
            raise _refused(asked, str(error)) from error
        return redirect(url)

    def arrive(self, request: HostedRequest) -> HostedAnswer:
        """Return the way back to the client, for what a provider answers.

        Raises:
            PageError: nobody was sent to a provider with this state.
            RedirectError: the provider refused, or cannot be trusted.
        """
        journey = self.journeys.take(request.query.get("state", ""))
        if journey is None or journey.pool_id != request.pool.id:
            raise PageError("Invalid state parameter.")
        asked = read_authorization(request.pool, journey.query)
        if told := request.query.get("error"):
            raise _refused(asked, request.query.get("error_description", told))
        provider = _provider(request.pool, journey.provider)
        try:
            claims = provider.claims(
                code=request.query.get("code", ""),
                redirect_uri=f"{request.base}{ANSWER}",
                nonce=journey.nonce,
            )
            user = federated_users.signed_in(request.pool, asked.client, provider, claims)
        except ProviderError as error:
            raise _refused(asked, str(error)) from error
        return self.login.back(request, asked, user.username, remember=True)

    def refuse_assertion(self, request: HostedRequest) -> HostedAnswer:
        """Refuse a SAML response.

        Raises:
            PageError: always.
        """
        raise PageError(NO_SAML)

    @staticmethod
    def _chosen(request: HostedRequest, client: Client) -> str:
        """Return the provider to sign in at: the one asked for, or the only one there is."""
        offered = _offered(client)
        wanted = request.query.get("identity_provider", "")
        if wanted:
            if wanted not in offered:
                raise PageError("The client has no such identity provider.")
            return wanted
        if OWN in offered:
            return OWN
        if len(offered) > 1:
            raise PageError("The client has several identity providers: identity_provider is due.")
        return offered[0]


def _offered(client: Client) -> list[str]:
    return list(client.settings.get("SupportedIdentityProviders") or [OWN])


def _provider(pool: CognitoIdpUserPool, name: str) -> OpenIdProvider:
    known = pool.identity_providers.get(name)
    if known is None:
        raise PageError("There is no such identity provider.")
    settings = known.extended_config
    if settings.get("ProviderType") != "OIDC":
        raise PageError(NO_SAML)
    return OpenIdProvider(
        name, settings.get("ProviderDetails") or {}, settings.get("AttributeMapping") or {}
    )


def _refused(asked: Authorization, description: str) -> RedirectError:
    return RedirectError(asked.back(error="invalid_request", error_description=description))
