"""NEW_PASSWORD_REQUIRED: who signs in with a temporary password chooses an own one.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, CognitoIdpUserPool

from twin_local.execution.cognito.parameters import required

CHALLENGE = "NEW_PASSWORD_REQUIRED"


def parameters(pool: CognitoIdpUserPool, user: CognitoIdpUser) -> dict[str, str]:
    """Return the parameters of the challenge: the user's attributes, and which are missing."""
    known = {one["Name"]: str(one["Value"]) for one in user.attributes if one["Name"] != "sub"}
    missing = [
        f"userAttributes.{attribute.name}"
        for attribute in pool.schema_attributes.values()
        if attribute.required and attribute.name != "sub" and attribute.name not in known
    ]
    return {
        "USERNAME": user.username,
        "USER_ID_FOR_SRP": user.username,
        "requiredAttributes": json.dumps(missing),
        "userAttributes": json.dumps(known),
    }


def require_session(
    backend: CognitoIdpBackend,
    pool: CognitoIdpUserPool,
    session: str,
    responses: Mapping[str, str],
) -> None:
    """Check that an answer to a challenge is of the user who was challenged.

    Raises:
        InvalidParameterException: the answer names no user.
        NotAuthorizedError: the session is not known, or of another user or pool.
    """
    username = required(responses, "USERNAME")
    if session not in backend.sessions:
        raise NotAuthorizedError("Invalid session for the user.")
    challenged, of_pool = backend.sessions[session]
    user = pool._get_user(username)
    if of_pool.id != pool.id or user is None or pool._get_user(challenged) is not user:
        raise NotAuthorizedError("Invalid session for the user.")
