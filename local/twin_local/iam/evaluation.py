"""Evaluate a request against the statements of a principal and of a resource."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from twin_local.iam.conditions import holds
from twin_local.iam.patterns import Context, matches, matches_action, matches_arn, resolve
from twin_local.iam.policy import Statement
from twin_local.iam.principals import Principal, delegating, speaking_of


@dataclass(frozen=True)
class AccessRequest:
    """One action on one resource; a request that needs several asks several times."""

    action: str
    resource: str = "*"
    context: Context = field(default_factory=dict)


Outcome = Literal["allowed", "explicit deny", "no statement allows"]


@dataclass(frozen=True)
class Decision:
    """The outcome, with the statement that decided it; `by_resource`: the resource's policy did."""

    outcome: Outcome
    by: Statement | None = None
    by_resource: bool = False

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


def decide_for(
    request: AccessRequest,
    principal: Principal,
    identity: Iterable[Statement],
    resource: Iterable[Statement],
) -> Decision:
    """Decide in one account: a deny of either side wins, then an allow of either is enough.

    Raises:
        OperatorUnknown: a matching statement has a condition that is not evaluated here.
    """
    own = decide(request, identity)
    if own.outcome == "explicit deny":
        return own
    given = decide(request, speaking_of(resource, principal))
    if given.outcome == "explicit deny" or not own.is_allowed:
        return replace(given, by_resource=True)
    return own


def decide_assumption(
    request: AccessRequest,
    principal: Principal,
    identity: Iterable[Statement],
    trust: Iterable[Statement],
) -> Decision:
    """Decide who may assume a role: its trust policy must allow, whatever an identity's says.

    A trust in the whole account leaves it to the identity's policies.

    Raises:
        OperatorUnknown: a matching statement has a condition that is not evaluated here.
    """
    statements, own = tuple(trust), decide(request, identity)
    if own.outcome == "explicit deny":
        return own
    given = decide(request, speaking_of(statements, principal))
    if given.outcome != "no statement allows":
        return replace(given, by_resource=True)
    delegated = decide(request, delegating(statements, principal))
    return own if delegated.is_allowed else replace(delegated, by_resource=True)


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
