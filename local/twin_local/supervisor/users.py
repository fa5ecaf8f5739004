"""One user per role for the local twin, with random passwords that stay on this machine."""

from __future__ import annotations

import json
import secrets
import string
from pathlib import Path

from twin.api.routes import ROLES
from twin_local.engine.clients import Clients, OperationError
from twin_local.supervisor.status import User, write_private

FILE_NAME = "users.json"
PASSWORD_LENGTH = 20
SYMBOLS = "-_.+"


def ensure_users(clients: Clients, *, user_pool_id: str, state: Path) -> tuple[User, ...]:
    """Create what is missing of one user per role; return them all."""
    known = {user.name: user for user in _read(state)}
    users = tuple(known.get(role) or User(role, new_password(), (role,)) for role in ROLES)
    write_private(state / FILE_NAME, json.dumps([_plain(user) for user in users], indent=1))
    for user in users:
        _ensure(clients, user_pool_id, user)
    return users


def new_password() -> str:
    """Return a random password with every kind of character the pool asks for."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SYMBOLS)
    letters = [secrets.choice(kind) for kind in kinds]
    letters += [secrets.choice("".join(kinds)) for _ in range(PASSWORD_LENGTH - len(kinds))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


def _ensure(clients: Clients, pool: str, user: User) -> None:
    who = {"UserPoolId": pool, "Username": user.name}
    try:
        clients.call("cognito-idp", "AdminGetUser", who)
        return
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


def _read(state: Path) -> list[User]:
    path = state / FILE_NAME
    if not path.is_file():
        return []
    raw = json.loads(path.read_text(encoding="utf-8"))
    return [User(one["name"], one["password"], tuple(one["groups"])) for one in raw]


def _plain(user: User) -> dict[str, object]:
    return {"name": user.name, "password": user.password, "groups": list(user.groups)}
