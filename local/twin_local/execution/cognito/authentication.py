"""InitiateAuth and RespondToAuthChallenge: triggers, custom challenges, who tokens are made for."""

from __future__ import annotations

from typing import Any

from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool

from twin_local.execution.cognito.custom_challenges import CUSTOM_CHALLENGE, CustomChallenges
from twin_local.execution.cognito.sign_in import SignIn, pool_of_client
from twin_local.execution.cognito.token_rewriting import made_for
from twin_local.execution.patching import original, replace

REFRESH = ("REFRESH_TOKEN", "REFRESH_TOKEN_AUTH")
CUSTOM = "CUSTOM_AUTH"
DONE = "AuthenticationResult"
Result = dict[str, Any]


def install(sign_in: SignIn) -> None:
    """Wrap the operations of users and of administrators."""
    challenges = CustomChallenges(sign_in)
    initiate = original(CognitoIdpBackend, "initiate_auth")
    initiate_by_admin = original(CognitoIdpBackend, "admin_initiate_auth")
    respond = original(CognitoIdpBackend, "respond_to_auth_challenge")

    def initiate_auth(
        backend: CognitoIdpBackend, client_id: str, auth_flow: str, auth_parameters: dict[str, str]
    ) -> Result:
        pool = pool_of_client(backend, client_id)
        if auth_flow == CUSTOM:
            return challenges.begin(backend, pool, client_id, auth_parameters)
        return _around(
            sign_in,
            pool,
            client_id,
            auth_flow,
            auth_parameters,
            lambda: initiate(backend, client_id, auth_flow, auth_parameters),
        )

    def admin_initiate_auth(
        backend: CognitoIdpBackend,
        user_pool_id: str,
        client_id: str,
        auth_flow: str,
        auth_parameters: dict[str, str],
    ) -> Result:
        pool = backend.describe_user_pool(user_pool_id)
        if auth_flow == CUSTOM:
            return challenges.begin(backend, pool, client_id, auth_parameters)
        return _around(
            sign_in,
            pool,
            client_id,
            auth_flow,
            auth_parameters,
            lambda: initiate_by_admin(backend, user_pool_id, client_id, auth_flow, auth_parameters),
        )

    def respond_to_auth_challenge(
        backend: CognitoIdpBackend,
        session: str,
        client_id: str,
        challenge_name: str,
        challenge_responses: dict[str, str],
    ) -> Result:
        if challenge_name == CUSTOM_CHALLENGE:
            return challenges.answer(backend, session, client_id, challenge_responses)
        is_new = challenge_name == "NEW_PASSWORD_REQUIRED"
        source = "NewPasswordChallenge" if is_new else "Authentication"
        with made_for(f"TokenGeneration_{source}"):
            result: Result = respond(
                backend, session, client_id, challenge_name, challenge_responses
            )
        if DONE in result:
            pool = pool_of_client(backend, client_id)
            sign_in.after(pool, client_id, challenge_responses["USERNAME"])
        return result

    replace(CognitoIdpBackend, "initiate_auth", initiate_auth)
    replace(CognitoIdpBackend, "admin_initiate_auth", admin_initiate_auth)
    replace(CognitoIdpBackend, "respond_to_auth_challenge", respond_to_auth_challenge)


def _around(
    sign_in: SignIn,
    pool: CognitoIdpUserPool,
    client_id: str,
    auth_flow: str,
    parameters: dict[str, str],
    operation: Any,
) -> Result:
    """Run the triggers of a sign-in around it; a refresh has those of its tokens only."""
    if auth_flow in REFRESH:
        with made_for("TokenGeneration_RefreshTokens"):
            refreshed: Result = operation()
        return refreshed
    username = parameters.get("USERNAME", "")
    sign_in.before(pool, client_id, username, parameters.get("PASSWORD"))
    result: Result = operation()
    if DONE in result:
        sign_in.after(pool, client_id, username)
    return result
