"""Custom authentication: three functions define, make and verify challenges.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from moto.cognitoidp.exceptions import NotAuthorizedError, UserNotFoundError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool

from twin_local.execution.cognito.errors import InvalidLambdaResponse
from twin_local.execution.cognito.sign_in import SignIn
from twin_local.execution.cognito.triggers import Occasion, attributes_of

CUSTOM_CHALLENGE = "CUSTOM_CHALLENGE"
MAXIMUM_SESSIONS = 1000
Result = dict[str, Any]


@dataclass(frozen=True)
class Session:
    """A sign-in under way: its challenges so far, and what only the functions know of the last."""

    pool: CognitoIdpUserPool
    client_id: str
    username: str
    history: list[dict[str, Any]] = field(default_factory=list)
    private: dict[str, str] = field(default_factory=dict)
    metadata: str = ""


class CustomChallenges:
    """Leads users through their challenges."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in
        self._sessions: dict[str, Session] = {}

    def begin(
        self,
        backend: CognitoIdpBackend,
        pool: CognitoIdpUserPool,
        client_id: str,
        parameters: Mapping[str, str],
    ) -> Result:
        """Return the first challenge of a user.

        Raises:
            UserNotFoundError: there is no such user.
            NotAuthorizedError: the user is disabled, or the functions refuse.
        """
        user = pool._get_user(parameters.get("USERNAME", ""))
        if user is None:
            raise UserNotFoundError("User does not exist.")
        if not user.enabled:
            raise NotAuthorizedError("User is disabled.")
        return self._next(backend, Session(pool, client_id, user.username))

    def answer(
        self, backend: CognitoIdpBackend, session: str, client_id: str, responses: dict[str, str]
    ) -> Result:
        """Return what follows the answer to a challenge: another one, or tokens.

        Raises:
            NotAuthorizedError: the session is not known, or the functions refuse.
        """
        known = self._sessions.pop(session, None)
        if known is None or known.client_id != client_id:
            raise NotAuthorizedError("Invalid session for the user.")
        request = {
            **self._user(known),
            "privateChallengeParameters": known.private,
            "challengeAnswer": responses.get("ANSWER", ""),
        }
        said = self._run("VerifyAuthChallengeResponse", "Authentication", known, request)
        step = {
            "challengeName": CUSTOM_CHALLENGE,
            "challengeResult": bool(said.get("answerCorrect")),
            "challengeMetadata": known.metadata,
        }
        return self._next(backend, replace(known, history=[*known.history, step]))

    def _next(self, backend: CognitoIdpBackend, session: Session) -> Result:
        request = {**self._user(session), "session": session.history, "userNotFound": False}
        said = self._run("DefineAuthChallenge", "Authentication", session, request)
        if said.get("failAuthentication"):
            raise NotAuthorizedError("Incorrect username or password.")
        if said.get("issueTokens"):
            return self._tokens(backend, session)
        if said.get("challengeName") != CUSTOM_CHALLENGE:
            raise InvalidLambdaResponse
        return self._challenge(session)

    def _challenge(self, session: Session) -> Result:
        request = {
            **self._user(session),
            "challengeName": CUSTOM_CHALLENGE,
            "session": session.history,
        }
        made = self._run("CreateAuthChallenge", "Authentication", session, request)
        name = str(uuid.uuid4())
        while len(self._sessions) >= MAXIMUM_SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        self._sessions[name] = replace(
            session,
            private=made.get("privateChallengeParameters") or {},
            metadata=str(made.get("challengeMetadata") or ""),
        )
        shown = {**(made.get("publicChallengeParameters") or {}), "USERNAME": session.username}
        return {
            "ChallengeName": CUSTOM_CHALLENGE,
            "ChallengeParameters": shown,
            "Session": name,
        }

    def _tokens(self, backend: CognitoIdpBackend, session: Session) -> Result:
        client = session.pool.clients[session.client_id]
        result: Result = backend._log_user_in(session.pool, client, session.username)
        self._sign_in.after(session.pool, session.client_id, session.username)
        return result

    def _user(self, session: Session) -> dict[str, Any]:
        return {"userAttributes": attributes_of(session.pool._get_user(session.username))}

    def _run(
        self, trigger: str, source: str, session: Session, request: dict[str, Any]
    ) -> dict[str, Any]:
        occasion = Occasion(session.pool, session.client_id, session.username)
        return self._sign_in.triggers.run(trigger, f"{trigger}_{source}", occasion, request)
