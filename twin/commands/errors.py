"""Why a command is refused.

CommandError
├── UnknownCommand         no command of the site has this id
├── UnknownRequest         no request has this id
├── BadCommandRequest      the request is not readable
├── CommandForbidden       the role may not command
├── CommandOutOfRange      outside minimum and maximum
├── CommandTooFast         the set-point would move faster than allowed
├── CommandInterlocked     an interlock holds
├── InterlockUnknown       the signal of an interlock is stale or bad
├── FeedbackUnknown        the signal that reports the set-point is stale or bad
├── CommandPending         an earlier request for the same command is under way
├── CommandConflict        too many writers changed the command at the same time
└── CommandNotSent         the device shadow did not take the set-point
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class CommandError(TwinError):
    """A command is refused."""

    code: ClassVar[str] = "COMMAND_ERROR"


class UnknownCommand(CommandError):
    """No command of the site has this id."""

    code: ClassVar[str] = "UNKNOWN_COMMAND"
    status: ClassVar[int] = 404


class UnknownRequest(CommandError):
    """No request has this id."""

    code: ClassVar[str] = "UNKNOWN_COMMAND_REQUEST"
    status: ClassVar[int] = 404


class BadCommandRequest(CommandError):
    """A field of the request is missing or of the wrong type."""

    code: ClassVar[str] = "BAD_COMMAND_REQUEST"


class CommandForbidden(CommandError):
    """The role of the caller does not allow commands."""

    code: ClassVar[str] = "COMMAND_FORBIDDEN"
    status: ClassVar[int] = 403


class CommandOutOfRange(CommandError):
    """The value is outside the limits of the command."""

    code: ClassVar[str] = "COMMAND_OUT_OF_RANGE"
    status: ClassVar[int] = 422


class CommandTooFast(CommandError):
    """The set-point would move faster than the command allows."""

    code: ClassVar[str] = "COMMAND_TOO_FAST"
    status: ClassVar[int] = 422


class CommandInterlocked(CommandError):
    """An interlock holds."""

    code: ClassVar[str] = "COMMAND_INTERLOCKED"
    status: ClassVar[int] = 409


class InterlockUnknown(CommandError):
    """The signal of an interlock is stale or bad, so nobody knows whether it holds."""

    code: ClassVar[str] = "INTERLOCK_UNKNOWN"
    status: ClassVar[int] = 409


class FeedbackUnknown(CommandError):
    """The signal that reports the set-point is stale or bad, so the plant is not visible."""

    code: ClassVar[str] = "FEEDBACK_UNKNOWN"
    status: ClassVar[int] = 409


class CommandPending(CommandError):
    """An earlier request for the same command has no answer yet."""

    code: ClassVar[str] = "COMMAND_PENDING"
    status: ClassVar[int] = 409


class CommandConflict(CommandError):
    """Others kept changing the command while this change was tried."""

    code: ClassVar[str] = "COMMAND_CONFLICT"
    status: ClassVar[int] = 409


class CommandNotSent(CommandError):
    """The device shadow did not take the set-point."""

    code: ClassVar[str] = "COMMAND_NOT_SENT"
    status: ClassVar[int] = 502
