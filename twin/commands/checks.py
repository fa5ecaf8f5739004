"""Decide whether a command may be sent. The PLC has limits of its own; these come first."""

from __future__ import annotations

from collections.abc import Mapping

from twin.alarms.machine import compare
from twin.api.routes import ROLES, Role
from twin.commands.errors import (
    CommandForbidden,
    CommandInterlocked,
    CommandOutOfRange,
    CommandTooFast,
    FeedbackUnknown,
    InterlockUnknown,
    UnknownCommand,
)
from twin.commands.set_points import SetPoint, SetPoints
from twin.site_document import Command, Interlock, SiteDocument
from twin.telemetry.latest import LatestValue

LEAST_ROLE: Role = "operator"


def find_command(site: SiteDocument, command_id: str) -> Command:
    """Return a command of the site; raise `UnknownCommand`."""
    command = site.command_by_id.get(command_id)
    if command is None:
        raise UnknownCommand(
            "no command has this id",
            found=command_id,
            expected=", ".join(sorted(site.command_by_id)),
        )
    return command


def observed_aliases(command: Command) -> tuple[str, ...]:
    """Return the signals that `check_command` needs to see, without repetition."""
    aliases = (command.feedback, *(interlock.signal for interlock in command.interlocks))
    return tuple(dict.fromkeys(aliases))


def check_command(
    command: Command,
    value: float,
    *,
    role: Role | None,
    latest: Mapping[str, LatestValue],
    previous: SetPoints,
    now: float,
) -> None:
    """Raise the `CommandError` that says why the command may not be sent now.

    `previous` are the set-points that the plant may hold.
    """
    check_role(role)
    check_range(command, value)
    check_feedback(command, latest[command.feedback])
    for point in previous:
        check_rate(command, value, previous=point, now=now)
    for interlock in command.interlocks:
        check_interlock(command, interlock, latest[interlock.signal])


def check_role(role: Role | None) -> None:
    """Raise `CommandForbidden` below the role operator."""
    if role not in ROLES or ROLES.index(role) < ROLES.index(LEAST_ROLE):
        raise CommandForbidden(
            "this role may not command the plant",
            found=role or "no role",
            expected=f"{LEAST_ROLE} or higher",
        )


def check_range(command: Command, value: float) -> None:
    """Raise `CommandOutOfRange`; NaN is outside of every range."""
    if not command.minimum <= value <= command.maximum:
        raise CommandOutOfRange(
            f"{command.title} is outside its limits",
            found=f"{value:g} {command.unit}".strip(),
            expected=f"{command.minimum:g} to {command.maximum:g} {command.unit}".strip(),
        )


def check_rate(command: Command, value: float, *, previous: SetPoint, now: float) -> None:
    """Raise `CommandTooFast` where the set-point would move faster than allowed.

    It is judged from one set-point that the plant may hold: the last applied one, or one that was
    sent after it and has no answer (`twin.commands.set_points`). What failed or was rejected does
    not count.
    """
    rate = command.maximum_rate_per_second
    if rate is None:
        return
    wait_seconds = abs(value - previous.value) / rate - (now - previous.time)
    if wait_seconds > 0:
        raise CommandTooFast(
            f"{command.title} would move faster than allowed; try again in {wait_seconds:.0f} s",
            found=f"{previous.value:g} to {value:g} {command.unit} in {now - previous.time:.1f} s",
            expected=f"at most {rate:g} {command.unit} per second",
        )


def check_feedback(command: Command, feedback: LatestValue) -> None:
    """Raise `FeedbackUnknown` where the operator could not see what the command does."""
    if not _is_usable(feedback):
        raise FeedbackUnknown(
            f"{command.feedback} is {_why(feedback)}: the effect of a command would not be visible",
            found=_why(feedback),
            expected="a recent value of good quality",
        )


def check_interlock(command: Command, interlock: Interlock, latest: LatestValue) -> None:
    """Raise `CommandInterlocked` where it holds, `InterlockUnknown` where nobody knows."""
    if not _is_usable(latest) or isinstance(latest.value, str) or latest.value is None:
        raise InterlockUnknown(
            f"{interlock.signal} is {_why(latest)}: {interlock.message}",
            found=_why(latest),
            expected="a recent value of good quality",
        )
    if compare(float(latest.value), interlock.comparison, interlock.value):
        raise CommandInterlocked(
            f"{command.title} is interlocked: {interlock.message}",
            found=f"{interlock.signal} = {float(latest.value):g}",
            expected=f"not {interlock.comparison} {interlock.value:g}",
        )


def _is_usable(latest: LatestValue) -> bool:
    return latest.quality == "GOOD" and not latest.stale and latest.value is not None


def _why(latest: LatestValue) -> str:
    if latest.time is None:
        return "without any value"
    if latest.quality != "GOOD":
        return f"of quality {latest.quality}"
    return f"stale ({latest.age_seconds:.0f} s old)" if latest.stale else "not a number"
