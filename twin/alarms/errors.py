"""Why an operation on an alarm is refused.

AlarmError
├── UnknownAlarm           no alarm of the site has this id
├── AlarmNotActive         there is nothing to acknowledge
├── AlarmForbidden         the role may not do this
├── AlarmConflict          too many writers changed the alarm at the same time
└── BadComment             the comment is not text or too long
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class AlarmError(TwinError):
    """An operation on an alarm is refused."""

    code: ClassVar[str] = "ALARM_ERROR"


class UnknownAlarm(AlarmError):
    """No alarm of the site has this id."""

    code: ClassVar[str] = "UNKNOWN_ALARM"
    status: ClassVar[int] = 404


class AlarmNotActive(AlarmError):
    """There is nothing to acknowledge."""

    code: ClassVar[str] = "ALARM_NOT_ACTIVE"
    status: ClassVar[int] = 409


class AlarmForbidden(AlarmError):
    """The role of the caller does not allow this."""

    code: ClassVar[str] = "ALARM_FORBIDDEN"
    status: ClassVar[int] = 403


class AlarmConflict(AlarmError):
    """Others kept changing the alarm while this change was tried."""

    code: ClassVar[str] = "ALARM_CONFLICT"
    status: ClassVar[int] = 409


class BadComment(AlarmError):
    """The comment is not text, or is too long for the store."""

    code: ClassVar[str] = "BAD_COMMENT"
