"""JWT authorizers: signature, issuer, audience, times and scopes of a token.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.apigatewayv2.models import Authorizer

from twin_local.execution.execute_api.http_api.call import HttpApiError, HttpCall, unauthorized
from twin_local.execution.types import Json

ISSUER = re.compile(r"https://cognito-idp\.(?P<region>[a-z0-9-]+)\.amazonaws\.com/(?P<pool>[^/]+)")
VerifyToken = Callable[[str, str, str], dict[str, Any] | None]
"""Return the claims of a token of a user pool (region, id, token), or None."""


@dataclass(frozen=True)
class TokenRules:
    """Checks tokens; issuers are the user pools of this machine."""

    verify: VerifyToken

    def check(self, call: HttpCall, authorizer: Authorizer, identity: list[str]) -> dict[str, Any]:
        """Return the claims and scopes of a token that may use the route.

        Raises:
            HttpApiError: 401, it is not valid; 403, it lacks every scope of the route.
        """
        settings: Any = authorizer.jwt_config or {}
        claims = self._claims(str(settings.get("issuer") or ""), identity[0])
        audience = set(settings.get("audience") or [])
        if not audience & _audience(claims):
            raise _invalid("the token was issued for another audience")
        scopes = str(claims.get("scope") or claims.get("scp") or "").split()
        wanted = call.route.authorization_scopes or []
        if wanted and not set(wanted) & set(scopes):
            scope = " ".join(wanted)
            detail = f'Bearer scope="{scope}" error="insufficient_scope"'
            raise HttpApiError(403, "Forbidden", (("WWW-Authenticate", detail),))
        shown = {name: _plain(value) for name, value in claims.items()}
        return {"claims": shown, "scopes": scopes if wanted else None}

    def _claims(self, issuer: str, value: str) -> dict[str, Any]:
        scheme, _, rest = value.partition(" ")
        token = rest.strip() if scheme.lower() == "bearer" and rest else value
        found = ISSUER.fullmatch(issuer.rstrip("/"))
        claims = self.verify(found["region"], found["pool"], token) if found else None
        if claims is None:
            raise _invalid("the token is not valid")
        return claims


def _audience(claims: dict[str, Any]) -> set[str]:
    """Return for whom a token is: `aud`, or the `client_id` of a token that has none."""
    value = claims.get("aud") or claims.get("client_id") or []
    return {value} if isinstance(value, str) else set(value)


def _invalid(reason: str) -> HttpApiError:
    detail = f'Bearer scope="" error="invalid_token" error_description="{reason}"'
    return unauthorized(("WWW-Authenticate", detail))


def _plain(value: Json) -> str:
    """Return a claim as API Gateway passes it on: text, a list in brackets without commas."""
    if isinstance(value, list):
        return f"[{' '.join(str(one) for one in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)
