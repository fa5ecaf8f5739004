"""One command request through its life; every step of it is kept."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from twin.commands.errors import BadCommandRequest

CommandState = Literal["REFUSED", "REQUESTED", "SENT", "APPLIED", "REJECTED", "EXPIRED", "FAILED"]

OPEN_STATES: tuple[CommandState, ...] = ("REQUESTED", "SENT")

_REQUEST_NAMESPACE = uuid.UUID("6c1f0c0e-5d0b-5d0a-9a53-0c4a6b1f7e02")


@dataclass(frozen=True)
class CommandOrder:
    """What a caller asks for; the same `idempotency_key` of the same caller is the same request."""

    command_id: str
    value: float
    idempotency_key: str

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> CommandOrder:
        """Read the JSON body of the API; raise `BadCommandRequest`."""
        command_id, value = body.get("command_id"), body.get("value")
        key = body.get("idempotency_key") or str(uuid.uuid4())
        if not isinstance(command_id, str) or not command_id:
            raise BadCommandRequest("command_id is missing", expected="the id of a command")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadCommandRequest("value is not a number", found=repr(value), expected="a number")
        if not math.isfinite(value):
            raise BadCommandRequest("value is not finite", found=str(value), expected="a number")
        if not isinstance(key, str) or not 1 <= len(key) <= 128:
            raise BadCommandRequest(
                "idempotency_key is not usable", found=repr(key), expected="1 to 128 characters"
            )
        return cls(command_id, float(value), key)

    def request_id(self, subject: str) -> str:
        """Return the id that this order of this caller always gets."""
        return str(uuid.uuid5(_REQUEST_NAMESPACE, f"{subject}\n{self.idempotency_key}"))


@dataclass(frozen=True)
class CommandStep:
    """One line of the audit trail; `time` in seconds since 1970, `by` a person or a component."""

    state: CommandState
    time: float
    by: str
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class CommandRequest:
    """A request with its audit trail, oldest step first; times in seconds since 1970."""

    request_id: str
    command_id: str
    asset: str
    value: float
    unit: str
    state: CommandState
    requested_by: str
    requested_at: float
    expires_at: float
    steps: tuple[CommandStep, ...]
    code: str = ""
    message: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether an answer is still to come."""
        return self.state in OPEN_STATES

    def after(self, step: CommandStep) -> CommandRequest:
        """Return the request with one more step."""
        return replace(
            self,
            state=step.state,
            code=step.code,
            message=step.message,
            steps=(*self.steps, step),
        )
