"""Who may connect, subscribe and publish: user pool tokens, and requests signed by a role."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.appsync.apis import EventApi, Use
from twin_local.execution.appsync.errors import Unauthorized
from twin_local.execution.signatures import SIGNED, SignatureRefused, SignedRequest

POOL = "AMAZON_COGNITO_USER_POOLS"
IAM = "AWS_IAM"
ACTIONS: dict[Use, str] = {
    "connect": "appsync:EventConnect",
    "publish": "appsync:EventPublish",
    "subscribe": "appsync:EventSubscribe",
}

VerifyToken = Callable[[str, str, str], Mapping[str, Any] | None]
"""Return the claims of a token of a pool (region, pool id, token), None when it is not valid."""

VerifySignature = Callable[[SignedRequest], str]
"""Return the access key id that signed a request, or raise SignatureRefused."""

RequireAction = Callable[[str, str, str], None]
"""Require that the holder of a key may do an action on a resource, or raise AccessDenied."""


class Authorization:
    """Decides by the modes of an API and of its namespaces."""

    def __init__(
        self,
        *,
        verify_token: VerifyToken,
        verify_signature: VerifySignature,
        require_action: RequireAction,
    ) -> None:
        self._verify_token = verify_token
        self._verify_signature = verify_signature
        self._require_action = require_action

    def require(
        self, api: EventApi, use: Use, request: SignedRequest, *, namespace: str | None = None
    ) -> None:
        """Let a request pass that one of the accepted modes authorizes.

        Raises:
            Unauthorized: none does.
            BadRequest: there is no such namespace.
        """
        modes = api.modes(use, namespace)
        if request.header("authorization").startswith(SIGNED):
            resource = f"{api.arn}/channelNamespace/{namespace}" if namespace else api.arn
            self._require_signature(modes, request, ACTIONS[use], resource)
        elif POOL not in modes or not self._is_of_a_pool(api, request.header("authorization")):
            raise Unauthorized("You are not authorized to make this call.")

    def _require_signature(
        self, modes: list[str], request: SignedRequest, action: str, resource: str
    ) -> None:
        if IAM not in modes:
            raise Unauthorized("You are not authorized to make this call.")
        try:
            self._require_action(self._verify_signature(request), action, resource)
        except (SignatureRefused, AccessDenied) as error:
            raise Unauthorized(str(error)) from error

    def _is_of_a_pool(self, api: EventApi, header: str) -> bool:
        token = header.removeprefix("Bearer ")
        return bool(token) and any(
            self._is_of_pool(provider["cognitoConfig"], token) for provider in api.providers(POOL)
        )

    def _is_of_pool(self, pool: Mapping[str, str], token: str) -> bool:
        claims = self._verify_token(pool["awsRegion"], pool["userPoolId"], token)
        if claims is None:
            return False
        client = str(claims.get("client_id") or claims.get("aud") or "")
        return re.fullmatch(pool.get("appIdClientRegex") or ".*", client) is not None
