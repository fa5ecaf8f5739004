"""Who gives a wrong password too often is locked out for a while.

https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUser

FREE_ATTEMPTS = 5
LONGEST_S = 900.0
"""The longest lockout; and after so long without an attempt, all is forgotten."""


@dataclass(frozen=True)
class Failures:
    """Wrong passwords of a user: how many, the time of the last, and until when none is heard."""

    count: int = 0
    last: float = 0.0
    locked_until: float = 0.0

    def one_more(self, now: float) -> Failures:
        """Return them with another one."""
        count = self.count + 1
        excess = count - FREE_ATTEMPTS
        locked_s = min(2.0 ** min(excess, 10), LONGEST_S) if excess >= 0 else 0.0
        return Failures(count, now, now + locked_s)


@dataclass(frozen=True)
class Lockouts:
    """Counts wrong passwords; the counts are kept with the users.

    Args:
        now: The time of the embedded AWS in seconds since 1970.
    """

    now: Callable[[], float]

    def require_open(self, user: CognitoIdpUser) -> None:
        """Refuse an attempt in a lockout; it does not make the lockout longer.

        Raises:
            NotAuthorizedError: the user is locked out.
        """
        if self.now() < self._of(user).locked_until:
            raise NotAuthorizedError("Password attempts exceeded")

    def failed(self, user: CognitoIdpUser) -> None:
        """Count a wrong password."""
        user.__dict__["failed_sign_ins"] = self._of(user).one_more(self.now())

    def succeeded(self, user: CognitoIdpUser) -> None:
        """Forget the wrong passwords before a right one."""
        user.__dict__.pop("failed_sign_ins", None)

    def _of(self, user: CognitoIdpUser) -> Failures:
        found = user.__dict__.get("failed_sign_ins")
        if not isinstance(found, Failures):
            return Failures()
        quiet_since = max(found.last, found.locked_until)
        return found if self.now() < quiet_since + LONGEST_S else Failures()
