"""What roles used and were refused: the ground for saying which permissions nobody needs."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from twin_local.execution.access.roles import role_arns, statements_of
from twin_local.iam.policy import Statement

KEPT_REFUSALS = 500


@dataclass(frozen=True)
class Refusal:
    """A call that was denied; `at` is UTC seconds since 1970."""

    at: float
    role: str
    action: str
    resource: str
    reason: str


@dataclass
class Usage:
    """Which actions each statement granted, since the start of the embedded AWS."""

    _used: dict[str, set[str]] = field(default_factory=dict)
    _refusals: deque[Refusal] = field(default_factory=lambda: deque(maxlen=KEPT_REFUSALS))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allowed(self, statement: Statement, action: str) -> None:
        """Note that a statement granted an action."""
        with self._lock:
            self._used.setdefault(repr(statement), set()).add(action.lower())

    def refused(self, role: str, action: str, resource: str, reason: str) -> None:
        """Note that an action was denied."""
        with self._lock:
            self._refusals.append(Refusal(time.time(), role, action, resource, reason))

    @property
    def refusals(self) -> list[Refusal]:
        """Return the newest refusals, oldest first."""
        with self._lock:
            return list(self._refusals)

    def report(self, account: str) -> dict[str, object]:
        """Return what roles were refused, and what they were granted and never used, as JSON."""
        return {
            "refusals": [asdict(refusal) for refusal in self.refusals],
            "unused": self.unused(account),
        }

    def unused(self, account: str) -> dict[str, list[str]]:
        """Return the granted actions that nothing used, by role; patterns count as one action."""
        found = {}
        for arn in role_arns(account):
            left = sorted(set(self._left(statements_of(arn))))
            if left:
                found[arn] = left
        return found

    def _left(self, statements: Iterable[Statement]) -> Iterable[str]:
        with self._lock:
            used = {name: set(actions) for name, actions in self._used.items()}
        for statement in statements:
            if statement.effect == "Allow" and not statement.excludes_actions:
                for action in statement.actions:
                    if not _is_used(action, used.get(repr(statement), set())):
                        yield action


def _is_used(action: str, used: set[str]) -> bool:
    from twin_local.iam.patterns import matches_action

    return any(matches_action(action, one) for one in used)
