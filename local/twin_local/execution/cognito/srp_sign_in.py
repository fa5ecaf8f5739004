"""USER_SRP_AUTH: a user proves to know the password without sending it.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, CognitoIdpUserPool

from twin_local.execution.cognito.client_secrets import require_hash
from twin_local.execution.cognito.hosted.memory import Memory
from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.parameters import required
from twin_local.execution.cognito.sign_in import WRONG, SignIn
from twin_local.execution.cognito.srp import PRIME, Identity, ServerShare

FLOW, CHALLENGE = "USER_SRP_AUTH", "PASSWORD_VERIFIER"
SECRET_BITS, SALT_BYTES = 1024, 16
BLOCK, SIGNATURE = "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE"


@dataclass(frozen=True)
class Exchange:
    """A sign-in whose proof is awaited; `username` is what the client called the user."""

    pool_id: str
    client_id: str
    username: str
    identity: Identity
    share: ServerShare
    client_public: int


@dataclass(frozen=True)
class SrpSignIn:
    """Asks for proofs and checks them."""

    sign_in: SignIn
    keys: PoolKeys
    exchanges: Memory[Exchange]

    def begin(
        self, pool: CognitoIdpUserPool, client_id: str, parameters: Mapping[str, str]
    ) -> dict[str, Any]:
        """Return the challenge `PASSWORD_VERIFIER`.

        A user that does not exist gets one too when the client hides who exists: always the same
        salt and user id, and a proof is never right.

        Raises:
            InvalidParameterException: a parameter is missing, or `SRP_A` is no such number.
            UserNotFoundError: there is no such user, and the client does not hide it.
            NotAuthorizedError: the user is disabled, or the client's secret is not proven.
        """
        username = required(parameters, "USERNAME")
        client_public = _public(required(parameters, "SRP_A"))
        require_hash(pool, client_id, username, parameters)
        user = self.sign_in.find(pool, client_id, username)
        password = secrets.token_urlsafe() if user is None else str(user.password)
        user_id = self._unknown_id(pool, username) if user is None else user.username
        salt = self._salt(pool, user_id)
        identity = Identity(pool.id.partition("_")[2], user_id)
        share = ServerShare(identity.verifier(password, salt), secrets.randbits(SECRET_BITS))
        name = self.exchanges.keep(
            Exchange(pool.id, client_id, username, identity, share, client_public)
        )
        return {
            "ChallengeName": CHALLENGE,
            "ChallengeParameters": {
                "SALT": f"{salt:x}",
                "SRP_B": f"{share.public:x}",
                "USERNAME": user_id,
                "USER_ID_FOR_SRP": user_id,
                "SECRET_BLOCK": base64.b64encode(name.encode()).decode(),
            },
        }

    def verify(
        self,
        backend: CognitoIdpBackend,
        pool: CognitoIdpUserPool,
        client_id: str,
        responses: Mapping[str, str],
    ) -> dict[str, str]:
        """Check a proof, and return the responses as moto goes on with them.

        Raises:
            InvalidParameterException: a response is missing.
            NotAuthorizedError: the proof is wrong, its challenge is not known (any more), or the
                user is unknown, disabled or locked out.
            UserNotConfirmedException: the user has not confirmed the sign-up.
            PasswordResetRequired: an administrator has reset the password.
        """
        block, given = required(responses, BLOCK), required(responses, SIGNATURE)
        timestamp, called = required(responses, "TIMESTAMP"), required(responses, "USERNAME")
        require_hash(pool, client_id, called, responses)
        exchange = self.exchanges.take(_decoded(block).decode("ascii", "replace"))
        if exchange is None or (exchange.pool_id, exchange.client_id) != (pool.id, client_id):
            raise NotAuthorizedError(WRONG)
        if called not in (exchange.username, exchange.identity.user_id):
            raise NotAuthorizedError(WRONG)
        user = pool._get_user(exchange.username)
        if user is None:
            raise NotAuthorizedError(WRONG)

        def proves(_: CognitoIdpUser) -> bool:
            key = exchange.share.key(exchange.client_public)
            right = exchange.identity.proof(key, _decoded(block), timestamp)
            return hmac.compare_digest(right, _decoded(given))

        self.sign_in.verify(user, proves)
        self.sign_in.require_no_reset(user)
        backend.sessions[block] = (user.username, pool)
        return {**responses, "USERNAME": user.username}

    def _salt(self, pool: CognitoIdpUserPool, user_id: str) -> int:
        digest = hmac.digest(self.keys.of(pool.id).secret(b"srp salt"), user_id.encode(), "sha256")
        return int.from_bytes(digest[:SALT_BYTES], "big")

    def _unknown_id(self, pool: CognitoIdpUserPool, username: str) -> str:
        """Return the name of a user that does not exist, as one that exists would have it."""
        if not pool.extended_config.get("UsernameAttributes"):
            return username
        key = self.keys.of(pool.id).secret(b"unknown users")
        return str(uuid.UUID(bytes=hmac.digest(key, username.encode(), "sha256")[:16], version=4))


def _public(text: str) -> int:
    """Return the client's public number."""
    try:
        number = int(text, 16)
    except ValueError as error:
        raise InvalidParameterException("SRP_A is not a hexadecimal number.") from error
    if number % PRIME == 0 or number < 0:
        raise InvalidParameterException("SRP_A is not a valid public value.")
    return number


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAuthorizedError(WRONG) from error
