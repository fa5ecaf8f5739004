"""Sessions of assumed roles: bound by their role, unless there was no such role.

moto lets roles be assumed that do not exist, which the CDK CLI's are until the account is
bootstrapped; only who is not bound can do that, and stays so.
"""

from __future__ import annotations

from typing import Any

from moto.sts.models import AssumedRole, STSBackend

from twin_local.execution.access.roles import find_role
from twin_local.execution.credentials import FREE_SESSION
from twin_local.execution.patching import original, replace


def install() -> None:
    """Note of each session whether its role existed when it began: it may be deleted later."""
    assume = original(STSBackend, "assume_role")

    def assume_role(backend: STSBackend, *given: Any, **named: Any) -> AssumedRole:
        session: AssumedRole = assume(backend, *given, **named)
        setattr(session, FREE_SESSION, find_role(session.role_arn) is None)
        return session

    replace(STSBackend, "assume_role", assume_role)
