"""What the edge reported, as the next step of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twin.commands.request import CommandRequest, CommandStep
from twin.commands.shadow import STATE_OF_STATUS, Reported, read_reported

ANSWER_GRACE_SECONDS = 10.0
"""How long after its expiry an answer may still arrive: the edge decides first, we only tidy up."""

NO_ANSWER = "NO_ANSWER"


def changed_reports(previous: Mapping[str, Any], current: Mapping[str, Any]) -> list[Reported]:
    """Return the reports in `current` that differ from `previous` (two shadow documents)."""
    before = read_reported(previous)
    return [
        reported
        for command_id, reported in read_reported(current).items()
        if before.get(command_id) != reported
    ]


def answer_step(reported: Reported, *, by: str) -> CommandStep:
    """Return the step that a report adds to its request."""
    return CommandStep(
        state=STATE_OF_STATUS[reported.status],
        time=reported.applied_at,
        by=by,
        code=reported.code,
        message=reported.message,
    )


def takes_answer(request: CommandRequest) -> bool:
    """Return whether a report may still change the request.

    An answer that comes after we gave up waiting is the truth and replaces our guess.
    """
    return request.is_open or (request.state, request.code) == ("EXPIRED", NO_ANSWER)


def overdue_step(request: CommandRequest, *, now: float) -> CommandStep | None:
    """Return the step that closes a request which the edge never answered, or None."""
    if not request.is_open or now <= request.expires_at + ANSWER_GRACE_SECONDS:
        return None
    return CommandStep(
        state="EXPIRED",
        time=now,
        by="cloud",
        code=NO_ANSWER,
        message="the edge did not answer before the command expired",
    )
