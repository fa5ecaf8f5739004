"""InitiateAuth and RespondToAuthChallenge: triggers, challenges, who tokens are made for."""

from __future__ import annotations

from moto.cognitoidp.models import CognitoIdpBackend

from twin_local.execution.cognito import srp_sign_in
from twin_local.execution.cognito.custom_challenges import CUSTOM_CHALLENGE, CustomChallenges
from twin_local.execution.cognito.flows import DONE, Flows, Result, SignInRequest, require_allowed
from twin_local.execution.cognito.new_password import CHALLENGE as NEW_PASSWORD
from twin_local.execution.cognito.new_password import require_session
from twin_local.execution.cognito.sign_in import pool_of_client
from twin_local.execution.cognito.token_rewriting import made_for
from twin_local.execution.patching import original, replace


def install(flows: Flows) -> None:
    """Wrap the operations of users and of administrators."""
    challenges = CustomChallenges(flows.sign_in)
    _wrap_beginnings(flows, challenges)
    _wrap_answers(flows, challenges)


def _wrap_beginnings(flows: Flows, challenges: CustomChallenges) -> None:
    initiate = original(CognitoIdpBackend, "initiate_auth")
    initiate_by_admin = original(CognitoIdpBackend, "admin_initiate_auth")

    def initiate_auth(
        backend: CognitoIdpBackend, client_id: str, auth_flow: str, auth_parameters: dict[str, str]
    ) -> Result:
        pool = pool_of_client(backend, client_id)
        request = SignInRequest(pool, client_id, auth_flow, auth_parameters or {})
        if request.is_custom:
            require_allowed(request)
            return challenges.begin(backend, pool, client_id, request.parameters)
        return flows.run(
            request, lambda: initiate(backend, client_id, auth_flow, request.parameters)
        )

    def admin_initiate_auth(
        backend: CognitoIdpBackend,
        user_pool_id: str,
        client_id: str,
        auth_flow: str,
        auth_parameters: dict[str, str],
    ) -> Result:
        pool = backend.describe_user_pool(user_pool_id)
        request = SignInRequest(pool, client_id, auth_flow, auth_parameters or {})
        if request.is_custom:
            require_allowed(request)
            return challenges.begin(backend, pool, client_id, request.parameters)
        return flows.run(
            request,
            lambda: initiate_by_admin(
                backend, user_pool_id, client_id, auth_flow, request.parameters
            ),
        )

    replace(CognitoIdpBackend, "initiate_auth", initiate_auth)
    replace(CognitoIdpBackend, "admin_initiate_auth", admin_initiate_auth)


def _wrap_answers(flows: Flows, challenges: CustomChallenges) -> None:
    respond = original(CognitoIdpBackend, "respond_to_auth_challenge")

    def respond_to_auth_challenge(
        backend: CognitoIdpBackend,
        session: str,
        client_id: str,
        challenge_name: str,
        challenge_responses: dict[str, str],
    ) -> Result:
        if challenge_name == CUSTOM_CHALLENGE:
            return challenges.answer(backend, session, client_id, challenge_responses)
        pool, responses = pool_of_client(backend, client_id), challenge_responses or {}
        if challenge_name == srp_sign_in.CHALLENGE:
            responses = flows.srp.verify(backend, pool, client_id, responses)
        else:
            require_session(backend, pool, session, responses)
        source = "NewPasswordChallenge" if challenge_name == NEW_PASSWORD else "Authentication"
        with made_for(f"TokenGeneration_{source}"):
            result: Result = respond(backend, session, client_id, challenge_name, responses)
        if DONE in result:
            flows.sign_in.after(pool, client_id, responses["USERNAME"])
        return flows.completed(pool, responses["USERNAME"], result)

    replace(CognitoIdpBackend, "respond_to_auth_challenge", respond_to_auth_challenge)
