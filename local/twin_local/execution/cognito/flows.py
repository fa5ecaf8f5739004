"""The ways to sign in without custom challenges: by password, by proof of it, by refresh token.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException, ResourceNotFoundError
from moto.cognitoidp.models import CognitoIdpUserPool

from twin_local.execution.cognito import new_password, srp_sign_in
from twin_local.execution.cognito.client_secrets import require_hash
from twin_local.execution.cognito.parameters import required
from twin_local.execution.cognito.refresh_tokens import RefreshTokens
from twin_local.execution.cognito.sign_in import SignIn
from twin_local.execution.cognito.srp_sign_in import SrpSignIn
from twin_local.execution.cognito.token_rewriting import made_for

REFRESH = ("REFRESH_TOKEN", "REFRESH_TOKEN_AUTH")
BY_PASSWORD = ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH")
CUSTOM = "CUSTOM_AUTH"
ALLOWED_AS = {
    "REFRESH_TOKEN": "REFRESH_TOKEN_AUTH",
    "ADMIN_NO_SRP_AUTH": "ADMIN_USER_PASSWORD_AUTH",
}
"""Older names of flows: an app client allows them by their newer ones."""
DONE = "AuthenticationResult"
Result = dict[str, Any]


@dataclass(frozen=True)
class SignInRequest:
    """InitiateAuth or AdminInitiateAuth."""

    pool: CognitoIdpUserPool
    client_id: str
    flow: str
    parameters: Mapping[str, str]

    @property
    def is_custom(self) -> bool:
        """Whether functions make the challenges."""
        return self.flow == CUSTOM


@dataclass(frozen=True)
class Flows:
    """Checks who signs in before moto makes challenges and tokens."""

    sign_in: SignIn
    srp: SrpSignIn
    refresh_tokens: RefreshTokens

    def run(self, request: SignInRequest, operation: Callable[[], Result]) -> Result:
        """Return tokens or a challenge; `operation` is moto's, which refuses unknown flows.

        Raises:
            ResourceNotFoundError: the pool has no such client.
            InvalidParameterException: a parameter is missing, or the flow is not known or not
                allowed for the client.
            JsonRESTError: the user may not sign in, with the code and message that AWS gives.
        """
        require_allowed(request)
        if request.flow in REFRESH:
            return self._refresh(request, operation)
        if request.flow == srp_sign_in.FLOW:
            return self._begin_proof(request)
        if request.flow in BY_PASSWORD:
            return self._by_password(request, operation)
        return operation()

    def completed(self, pool: CognitoIdpUserPool, username: str, result: Result) -> Result:
        """Return a result with the parameters that moto leaves out of its challenges."""
        if result.get("ChallengeName") != new_password.CHALLENGE:
            return result
        parameters = new_password.parameters(pool, pool._get_user(username))
        return {**result, "ChallengeParameters": parameters}

    def _by_password(self, request: SignInRequest, operation: Callable[[], Result]) -> Result:
        pool, client_id = request.pool, request.client_id
        username = required(request.parameters, "USERNAME")
        password = required(request.parameters, "PASSWORD")
        require_hash(pool, client_id, username, request.parameters)
        user = self.sign_in.check(pool, client_id, username, password)
        self.sign_in.require_no_reset(user)
        result = operation()
        if DONE in result:
            self.sign_in.after(pool, client_id, username)
        return self.completed(pool, username, result)

    def _begin_proof(self, request: SignInRequest) -> Result:
        username = required(request.parameters, "USERNAME")
        self.sign_in.before(request.pool, request.client_id, username, None)
        return self.srp.begin(request.pool, request.client_id, request.parameters)

    def _refresh(self, request: SignInRequest, operation: Callable[[], Result]) -> Result:
        token = required(request.parameters, "REFRESH_TOKEN")
        good_for = self.refresh_tokens.require(request.pool, request.client_id, token)
        username = good_for.user.username
        require_hash(request.pool, request.client_id, username, request.parameters)
        with made_for("TokenGeneration_RefreshTokens"):
            return operation()


def require_allowed(request: SignInRequest) -> None:
    """Refuse a flow that the app client, where it names the ones it allows, does not allow.

    Raises:
        ResourceNotFoundError: the pool has no such client.
        InvalidParameterException: the client does not allow the flow.
    """
    if request.client_id not in request.pool.clients:
        raise ResourceNotFoundError(f"User pool client {request.client_id} does not exist.")
    allowed = request.pool.clients[request.client_id].extended_config.get("ExplicitAuthFlows")
    name = ALLOWED_AS.get(request.flow, request.flow)
    if allowed and f"ALLOW_{name}" not in allowed and request.flow not in allowed:
        raise InvalidParameterException(f"{request.flow} flow not enabled for this client")
