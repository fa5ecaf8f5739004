"""One user per role for the local twin, with random passwords that stay on this machine."""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Callable
from pathlib import Path

from twin.api.routes import ROLES
from twin_local.engine.clients import Clients, OperationError
from twin_local.supervisor.errors import FileDamagedError, SupervisorError
from twin_local.supervisor.status import User, read_users, write_private

FILE_NAME = "users.json"
PASSWORD_LENGTH = 20
SYMBOLS = "-_.+"


def ensure_users(
    clients: Clients, *, user_pool_id: str, state: Path, flush: Callable[[], None]
) -> tuple[User, ...]:
    """Create what is missing of one user per role; return them all once they are on the disk.

    Raises:
        SupervisorError: the user pool refuses them, or their file is damaged.
    """
    known = {user.name: user for user in _read(state)}
    users = tuple(known.get(role) or User(role, new_password(), (role,)) for role in ROLES)
    write_private(state / FILE_NAME, json.dumps([_plain(user) for user in users], indent=1))
    try:
        made = [_ensure(clients, user_pool_id, user) for user in users]
    except OperationError as error:
        raise SupervisorError("the users cannot be created", found=str(error)) from error
    if any(made):
        flush()
    return users


def new_password() -> str:
    """Return a random password with every kind of character the pool asks for."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SYMBOLS)
    letters = [secrets.choice(kind) for kind in kinds]
    letters += [secrets.choice("".join(kinds)) for _ in range(PASSWORD_LENGTH - len(kinds))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


def _ensure(clients: Clients, pool: str, user: User) -> bool:
    """Create a user unless it is there; return whether it was made."""
    who = {"UserPoolId": pool, "Username": user.name}
    try:
        clients.call("cognito-idp", "AdminGetUser", who)
        return False
    except OperationError as error:
        if error.code != "UserNotFoundException":
            raise
    clients.call(
        "cognito-idp",
        "AdminCreateUser",
        {
            **who,
            "MessageAction": "SUPPRESS",
            "UserAttributes": [
                {"Name": "email", "Value": f"{user.name}@localhost.localdomain"},
                {"Name": "email_verified", "Value": "true"},
            ],
        },
    )
    clients.call(
        "cognito-idp",
        "AdminSetUserPassword",
        {**who, "Password": user.password, "Permanent": True},
    )
    for group in user.groups:
        clients.call("cognito-idp", "AdminAddUserToGroup", {**who, "GroupName": group})
    return True


def _read(state: Path) -> list[User]:
    path = state / FILE_NAME
    if not path.is_file():
        return []
    try:
        return list(read_users(json.loads(path.read_text(encoding="utf-8"))))
    except (ValueError, TypeError, LookupError) as error:
        raise FileDamagedError(
            "the passwords of the users cannot be read",
            found=f"{path}: {error}",
            expected="the file as `twin up` wrote it",
            where="start over with `twin up --fresh`",
        ) from error


def _plain(user: User) -> dict[str, object]:
    return {"name": user.name, "password": user.password, "groups": list(user.groups)}
