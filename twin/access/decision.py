"""What the policies answer."""

from __future__ import annotations

from dataclasses import dataclass

from twin.access.resource import Resource


@dataclass(frozen=True)
class Question:
    """May the caller do this operation to this resource?"""

    operation_id: str
    resource: Resource


@dataclass(frozen=True)
class PolicyFault:
    """A policy that could not be evaluated, such as by a missing attribute, and why."""

    policy_id: str
    problem: str


@dataclass(frozen=True)
class Decision:
    """The answer to a question.

    `policies` are the ids of those that decided: every permit that applies to what is allowed,
    every forbid that applies to what is not. Empty on a denial means that no policy permits it.
    """

    allowed: bool
    policies: tuple[str, ...] = ()
    faults: tuple[PolicyFault, ...] = ()
