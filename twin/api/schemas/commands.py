"""Commands."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from twin.api.schemas.constraints import Text
from twin.commands.request import CommandState


class CommandOrderBody(TypedDict):
    """POST /commands; the same `idempotency_key` of the same caller is the same request."""

    command_id: Annotated[str, Text(1)]
    value: float
    idempotency_key: NotRequired[Annotated[str, Text(maximum_length=128)] | None]


class CommandStepBody(TypedDict):
    """One line of the audit trail."""

    state: CommandState
    time: float
    by: str
    code: str
    message: str


class CommandBody(TypedDict):
    """One request, also on the live topic `commands`: `twin.commands.request.CommandRequest`."""

    request_id: str
    command_id: str
    asset: str
    value: float
    unit: str
    state: CommandState
    requested_by: str
    requested_at: float
    expires_at: float
    steps: list[CommandStepBody]
    code: str
    message: str


class CommandPage(TypedDict):
    """GET /commands: newest first."""

    commands: list[CommandBody]
    next_token: str | None
