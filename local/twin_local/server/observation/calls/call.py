"""One API call as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

DENIALS = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})


@dataclass(frozen=True)
class ApiCall:
    """One call; `at` is UTC seconds since 1970, `error` the code, "" where it succeeded.

    `caller` is a role's name, the id of an access key, or in words who called without one;
    `caller_arn` is the role's, "" for all others.
    """

    number: int
    at: float
    service: str
    operation: str
    caller: str
    caller_arn: str
    status: int
    error: str
    milliseconds: float

    @property
    def failed(self) -> bool:
        """Whether the answer is an error."""
        return self.status >= 400

    @property
    def denied(self) -> bool:
        """Whether it was refused for want of a permission."""
        return self.error in DENIALS
