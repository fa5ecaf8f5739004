"""What a command of a set-point would be refused for now: all of it, where a command tells one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from twin.commands.checks import check_feedback, check_interlock, check_range, check_rate
from twin.commands.errors import CommandError
from twin.commands.set_points import SetPoints
from twin.simulation.what_if.comparison import Violation
from twin.site_document import Command
from twin.telemetry.latest import LatestValue


def violations(
    command: Command,
    value: float,
    *,
    latest: Mapping[str, LatestValue],
    previous: SetPoints,
    now: float,
) -> tuple[Violation, ...]:
    """Return the rules of `check_command` that a set-point breaks; the role is another matter."""
    checks: list[Callable[[], None]] = [
        partial(check_range, command, value),
        partial(check_feedback, command, latest[command.feedback]),
        *(partial(check_rate, command, value, previous=one, now=now) for one in previous),
        *(partial(check_interlock, command, one, latest[one.signal]) for one in command.interlocks),
    ]
    return tuple(found for check in checks for found in _refusal(check))


def _refusal(check: Callable[[], None]) -> tuple[Violation, ...]:
    try:
        check()
    except CommandError as error:
        return (Violation.of(error),)
    return ()
