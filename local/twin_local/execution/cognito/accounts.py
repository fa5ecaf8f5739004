"""Accounts are made and confirmed: the triggers before, after and about it."""

from __future__ import annotations

import logging
from typing import Any

from moto.cognitoidp.models import CognitoIdpUser

from twin_local.execution.cognito.triggers import Occasion, Triggers, attributes_of

LOG = logging.getLogger(__name__)
CODE = "{####}"
"""What stands for the code in a message that a trigger writes."""


class Accounts:
    """What happens when accounts are made and confirmed."""

    def __init__(self, triggers: Triggers) -> None:
        self._triggers = triggers

    def before_sign_up(
        self, source: str, occasion: Occasion, attributes: list[dict[str, str]]
    ) -> dict[str, Any]:
        """Return what the trigger says of a sign-up."""
        request = {
            "userAttributes": {one["Name"]: one["Value"] for one in attributes or []},
            "validationData": {},
        }
        empty = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}
        return self._triggers.run("PreSignUp", source, occasion, request, empty)

    def confirmed(self, occasion: Occasion, user: CognitoIdpUser, source: str) -> None:
        """Tell that an account or a new password was confirmed."""
        request = {"userAttributes": attributes_of(user)}
        self._triggers.run("PostConfirmation", source, occasion, request)

    def message(self, occasion: Occasion, user: CognitoIdpUser, source: str) -> None:
        """Let the trigger write a message; no mail leaves this machine, it is logged instead."""
        request = {"userAttributes": attributes_of(user), "codeParameter": CODE}
        if source.endswith("AdminCreateUser"):
            request["usernameParameter"] = "{username}"
        empty = {"smsMessage": None, "emailMessage": None, "emailSubject": None}
        written = self._triggers.run("CustomMessage", source, occasion, request, empty)
        if text := written.get("emailMessage") or written.get("smsMessage"):
            LOG.info("%s: a message to %s is not sent: %s", occasion.pool.id, user.username, text)
