"""Signing in with a password: the triggers around it, and what the hosted pages need of it."""

from __future__ import annotations

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

from twin_local.execution.cognito.triggers import Occasion, Triggers, attributes_of

WRONG = "Incorrect username or password."


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

    def check(
        self, pool: CognitoIdpUserPool, client_id: str, username: str, password: str
    ) -> CognitoIdpUser:
        """Return the user of a name and password.

        Raises:
            NotAuthorizedError: the password is wrong, or there is no such user.
            UserNotConfirmedException: the user has not confirmed the sign-up.
        """
        self.before(pool, client_id, username, password)
        user = pool._get_user(username)
        if user is None or user.password != password:
            raise NotAuthorizedError(WRONG)
        if not user.enabled:
            raise NotAuthorizedError("User is disabled.")
        if user.status is UserStatus.UNCONFIRMED:
            raise UserNotConfirmedException("User is not confirmed.")
        return user

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
