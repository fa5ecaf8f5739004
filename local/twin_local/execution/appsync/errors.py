"""What the event API refuses, by the error types that it answers with."""

from __future__ import annotations

from typing import ClassVar


class EventsError(Exception):
    """A connection, subscription or publication is refused."""

    error_type: ClassVar[str] = "InternalFailureException"
    status: ClassVar[int] = 500

    def to_dict(self) -> dict[str, str]:
        """Return one entry of `errors`."""
        return {"errorType": self.error_type, "message": str(self)}


class Unauthorized(EventsError):
    """Who asks may not do that."""

    error_type = "UnauthorizedException"
    status = 401


class BadRequest(EventsError):
    """The request is not one of the protocol, or beyond a limit."""

    error_type = "BadRequestException"
    status = 400


class UnknownOperation(EventsError):
    """There is no subscription of this id."""

    error_type = "UnknownOperationError"
    status = 400


class DuplicatedOperation(EventsError):
    """There is a subscription of this id."""

    error_type = "DuplicatedOperationError"
    status = 400
