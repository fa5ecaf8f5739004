"""What roles used and were refused: the ground for saying which permissions nobody needs."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from twin_local.execution.access.resource_policies import OWNERS_STATEMENT, policies
from twin_local.execution.access.roles import role_arns, statements_of
from twin_local.iam.policy import Statement

KEPT_REFUSALS = 500
SOURCE = "aws:sourcearn"
DECIDED = frozenset(
    f"{service}.amazonaws.com"
    for service in ("apigateway", "cognito-idp", "events", "iot", "s3", "sns")
)
"""The services whose use of a resource's policy is decided here."""


@dataclass(frozen=True)
class Refusal:
    """A call that was denied; `at` is UTC seconds since 1970, `role` may be a service."""

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
            self._used.setdefault(_key(statement), set()).add(action.lower())

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
            "unused_resource_policies": self.unused_resource_policies(account),
        }

    def unused(self, account: str) -> dict[str, list[str]]:
        """Return the granted actions that nothing used, by role; patterns count as one action."""
        found = {}
        for arn in role_arns(account):
            left = sorted(set(self._left(statements_of(arn))))
            if left:
                found[arn] = left
        return found

    def unused_resource_policies(self, account: str) -> dict[str, list[str]]:
        """Return what the policies of resources grant and nobody used, by the resource's ARN.

        Each is an action with whom it is granted to: `sqs:SendMessage to events.amazonaws.com`.
        """
        found = {}
        for arn, statements in policies(account):
            left = sorted(
                f"{action} to {_grantee(statement)}"
                for statement in statements
                if _is_decided_here(statement)
                for action in self._left([statement])
            )
            if left:
                found[arn] = left
        return found

    def _left(self, statements: Iterable[Statement]) -> Iterable[str]:
        with self._lock:
            used = {name: set(actions) for name, actions in self._used.items()}
        for statement in statements:
            if statement.effect == "Allow" and not statement.excludes_actions:
                for action in statement.actions:
                    if not _is_used(action, used.get(_key(statement), set())):
                        yield action


def _key(statement: Statement) -> str:
    """Return what a statement says, wherever in its policy it stands."""
    return repr(replace(statement, index=0))


def _is_decided_here(statement: Statement) -> bool:
    """Say whether a grant is asked for here when it is used; SNS's own to the owner is not."""
    services = set(statement.principals.get("Service", ()))
    others = statement.principals.keys() - {"Service"}
    return statement.sid != OWNERS_STATEMENT and bool(others or services & DECIDED)


def _grantee(statement: Statement) -> str:
    """Return to whom a statement grants, and for which source."""
    named = sorted(name for names in statement.principals.values() for name in names)
    source = [
        str(value)
        for keys in statement.condition.values()
        for key, value in keys.items()
        if key.lower() == SOURCE
    ]
    return ", ".join(named) + (f" for {', '.join(source)}" if source else "")


def _is_used(action: str, used: set[str]) -> bool:
    from twin_local.iam.patterns import matches_action

    return any(matches_action(action, one) for one in used)
