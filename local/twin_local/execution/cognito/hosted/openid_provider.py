"""An OpenID provider as a user pool talks to it: discovery, the code's exchange, who signed in.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-flow.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
import urllib3

from twin_local.execution.cognito.hosted.messages import with_query

TIMEOUT_S = 10.0
ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LEEWAY_S = 60
"""By how much the clock of a provider may differ."""


class ProviderError(Exception):
    """A provider cannot be reached, or what it answers cannot be trusted."""


@dataclass(frozen=True)
class OpenIdProvider:
    """One provider of a pool; `details` and `mapping` as the API has them."""

    name: str
    details: Mapping[str, str]
    mapping: Mapping[str, str]

    def authorize_url(self, *, redirect_uri: str, state: str, nonce: str) -> str:
        """Return where a browser is sent to sign in.

        Raises:
            ProviderError: the provider does not say where.
        """
        query = {
            "response_type": "code",
            "client_id": self.details["client_id"],
            "redirect_uri": redirect_uri,
            "scope": self.details.get("authorize_scopes", "openid"),
            "state": state,
            "nonce": nonce,
        }
        return with_query(self._endpoint("authorize_url", "authorization_endpoint"), query)

    def claims(self, *, code: str, redirect_uri: str, nonce: str) -> dict[str, Any]:
        """Return what the provider says of who signed in: the ID token's claims and user info.

        Raises:
            ProviderError: the code is refused, or the ID token cannot be trusted.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.details["client_id"],
            "client_secret": self.details.get("client_secret", ""),
        }
        tokens = _json("POST", self._endpoint("token_url", "token_endpoint"), form=form)
        claims = self._verified(str(tokens.get("id_token", "")), nonce)
        told = self._user_info(str(tokens.get("access_token", "")))
        if told and told.get("sub") != claims["sub"]:
            raise ProviderError("the user info is of another user")
        return {**claims, **told}

    def _verified(self, id_token: str, nonce: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(id_token)
            keys = jwt.PyJWKSet.from_dict(_json("GET", self._endpoint("jwks_uri", "jwks_uri")))
            found = [key for key in keys.keys if key.key_id == header.get("kid")]
            if not found:
                raise ProviderError("the ID token is signed with an unknown key")
            claims: dict[str, Any] = jwt.decode(
                id_token,
                found[0],
                algorithms=ALGORITHMS,
                audience=self.details["client_id"],
                issuer=self.details["oidc_issuer"],
                leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise ProviderError(f"the ID token cannot be trusted: {error}") from error
        if claims.get("nonce") != nonce:
            raise ProviderError("the ID token answers another request")
        return claims

    def _user_info(self, access_token: str) -> dict[str, Any]:
        url = self._endpoint("attributes_url", "userinfo_endpoint", needed=False)
        if not url or not access_token:
            return {}
        method = self.details.get("attributes_request_method", "GET")
        return _json(method, url, headers={"Authorization": f"Bearer {access_token}"})

    def _endpoint(self, own: str, discovered: str, *, needed: bool = True) -> str:
        """Return an address that the pool states, or else the one that the provider publishes."""
        if own in self.details:
            return self.details[own]
        issuer = self.details["oidc_issuer"].rstrip("/")
        document = _json("GET", f"{issuer}/.well-known/openid-configuration")
        if document.get("issuer") != self.details["oidc_issuer"]:
            raise ProviderError("the provider says that it is another issuer")
        found = str(document.get(discovered, ""))
        if needed and not found:
            raise ProviderError(f"the provider publishes no {discovered}")
        return found


def _json(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    try:
        answer = urllib3.request(
            method,
            url,
            body=urlencode(form) if form else None,
            headers={**(FORM if form else {}), **(headers or {})},
            timeout=TIMEOUT_S,
            redirect=False,
            retries=False,
        )
        content = answer.json()
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise ProviderError(f"the provider does not answer at {url}") from error
    if answer.status != 200 or not isinstance(content, dict):
        reason = content.get("error", "") if isinstance(content, dict) else ""
        raise ProviderError(f"the provider answered {answer.status} {reason}".rstrip())
    return content
