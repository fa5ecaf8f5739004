"""Signing in with a password: the triggers around it, and what the hosted pages need of it."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.exceptions import (
    NotAuthorizedError,
    ResourceNotFoundError,
    UserNotConfirmedException,
    UserNotFoundError,
)
from moto.cognitoidp.models import (
    CognitoIdpBackend,
    CognitoIdpUser,
    CognitoIdpUserPool,
    UserStatus,
)

from twin_local.execution.cognito.errors import PasswordResetRequired
from twin_local.execution.cognito.lockouts import Lockouts
from twin_local.execution.cognito.triggers import Occasion, Triggers, attributes_of

WRONG = "Incorrect username or password."


def _is_same(known: str | None, given: str) -> bool:
    return hmac.compare_digest((known or "").encode(), given.encode())


def pool_of_client(backend: CognitoIdpBackend, client_id: str) -> CognitoIdpUserPool:
    """Return the pool of an app client.

    Raises:
        ResourceNotFoundError: there is none.
    """
    for pool in backend.user_pools.values():
        if client_id in pool.clients:
            return pool
    raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")


@dataclass(frozen=True)
class SignIn:
    """Checks passwords of users."""

    triggers: Triggers
    lockouts: Lockouts

    def check(
        self, pool: CognitoIdpUserPool, client_id: str, username: str, password: str
    ) -> CognitoIdpUser:
        """Return the user of a name and password.

        Raises:
            UserNotFoundError: there is no such user, and the client does not hide it.
            NotAuthorizedError: the password is wrong, or the user is disabled or locked out.
            UserNotConfirmedException: the user has not confirmed the sign-up.
        """
        self.before(pool, client_id, username, password)
        user = self.find(pool, client_id, username)
        if user is None:
            raise NotAuthorizedError(WRONG)
        self.verify(user, lambda known: _is_same(known.password, password))
        return user

    def find(
        self, pool: CognitoIdpUserPool, client_id: str, username: str
    ) -> CognitoIdpUser | None:
        """Return a user who may try to sign in; None when nobody is to learn there is none.

        Raises:
            UserNotFoundError: there is no such user, and the client does not hide it.
            NotAuthorizedError: the user is disabled.
        """
        user: CognitoIdpUser | None = pool._get_user(username)
        if user is None:
            settings = pool.clients[client_id].extended_config
            if settings.get("PreventUserExistenceErrors") == "ENABLED":
                return None
            raise UserNotFoundError("User does not exist.")
        if not user.enabled:
            raise NotAuthorizedError("User is disabled.")
        return user

    def verify(self, user: CognitoIdpUser, proves: Callable[[CognitoIdpUser], bool]) -> None:
        """Check the proof of a password, and count the wrong ones.

        Raises:
            NotAuthorizedError: it is wrong, or the user is disabled or locked out.
            UserNotConfirmedException: it is right, but the sign-up was not confirmed.
        """
        if not user.enabled:
            raise NotAuthorizedError("User is disabled.")
        self.lockouts.require_open(user)
        if not proves(user):
            self.lockouts.failed(user)
            raise NotAuthorizedError(WRONG)
        self.lockouts.succeeded(user)
        if user.status is UserStatus.UNCONFIRMED:
            raise UserNotConfirmedException("User is not confirmed.")

    @staticmethod
    def require_no_reset(user: CognitoIdpUser) -> None:
        """Refuse a user whose password an administrator has reset.

        Raises:
            PasswordResetRequired: it was reset, and no new one is confirmed.
        """
        if user.status is UserStatus.RESET_REQUIRED:
            raise PasswordResetRequired

    def before(
        self, pool: CognitoIdpUserPool, client_id: str, username: str, password: str | None
    ) -> None:
        """Run what comes before the password is checked: migration, then pre authentication."""
        user = pool._get_user(username)
        if user is None and password is not None:
            user = self._migrate(pool, client_id, username, password)
        if user is None:
            return
        occasion = Occasion(pool, client_id, user.username)
        request = {"userAttributes": attributes_of(user), "validationData": {}}
        self.triggers.run(
            "PreAuthentication", "PreAuthentication_Authentication", occasion, request
        )

    def after(self, pool: CognitoIdpUserPool, client_id: str, username: str) -> None:
        """Run what comes when a user has signed in."""
        user = pool._get_user(username)
        occasion = Occasion(pool, client_id, user.username)
        request = {"userAttributes": attributes_of(user), "newDeviceUsed": False}
        self.triggers.run(
            "PostAuthentication", "PostAuthentication_Authentication", occasion, request
        )

    def _migrate(
        self, pool: CognitoIdpUserPool, client_id: str, username: str, password: str
    ) -> CognitoIdpUser | None:
        """Take a user over from elsewhere, when the trigger knows them."""
        if not self.triggers.has(pool, "UserMigration"):
            return None
        occasion = Occasion(pool, client_id, username)
        request = {"password": password, "validationData": {}}
        empty: dict[str, Any] = {
            "userAttributes": None,
            "finalUserStatus": None,
            "messageAction": None,
            "desiredDeliveryMediums": None,
            "forceAliasCreation": None,
        }
        source = "UserMigration_Authentication"
        found = self.triggers.run("UserMigration", source, occasion, request, empty)
        given = found.get("userAttributes")
        if not given:
            raise UserNotFoundError("User does not exist.")
        status = UserStatus(found.get("finalUserStatus") or UserStatus.CONFIRMED)
        attributes = [
            {"Name": name, "Value": str(value)} for name, value in given.items() if name != "sub"
        ]
        named = None if pool.extended_config.get("UsernameAttributes") else username
        user = CognitoIdpUser(pool.id, named, password, status, attributes)
        pool.users[user.username] = user
        return user
