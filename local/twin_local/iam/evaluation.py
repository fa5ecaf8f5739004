"""Evaluate a request against the statements of a principal and of a resource."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from twin_local.iam.conditions import holds
from twin_local.iam.patterns import Context, matches, matches_action, matches_arn, resolve
from twin_local.iam.policy import Statement


@dataclass(frozen=True)
class AccessRequest:
    """One action on one resource; a request that needs several asks several times."""

    action: str
    resource: str = "*"
    context: Context = field(default_factory=dict)


Outcome = Literal["allowed", "explicit deny", "no statement allows"]


@dataclass(frozen=True)
class Decision:
    """The outcome, with the statement that decided it."""

    outcome: Outcome
    by: Statement | None = None

    @property
    def is_allowed(self) -> bool:
        """Say whether the request may be carried out."""
        return self.outcome == "allowed"


def decide(request: AccessRequest, statements: Iterable[Statement]) -> Decision:
    """Decide: an explicit deny wins, then any allow, else the request is denied.

    Raises:
        OperatorUnknown: a matching statement has a condition that is not evaluated here.
    """
    matching = [one for one in statements if applies(one, request)]
    for statement in matching:
        if statement.effect == "Deny":
            return Decision("explicit deny", statement)
    for statement in matching:
        return Decision("allowed", statement)
    return Decision("no statement allows")


def applies(statement: Statement, request: AccessRequest) -> bool:
    """Say whether a statement speaks of a request."""
    acts = any(matches_action(one, request.action) for one in statement.actions)
    if acts == statement.excludes_actions:
        return False
    covers = any(_covers(one, request) for one in statement.resources)
    if covers == statement.excludes_resources:
        return False
    return holds(statement.condition, request.context)


def _covers(pattern: str, request: AccessRequest) -> bool:
    resolved = resolve(pattern, request.context)
    if resolved is None:
        return False
    if resolved == "*":
        return True
    if request.resource == "*":
        return matches(resolved, request.resource)
    return matches_arn(resolved, request.resource)
