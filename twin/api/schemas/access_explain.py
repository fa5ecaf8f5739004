"""Explanations of access."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from twin.api.routes.route import Role


class ExplainedPrincipal(TypedDict):
    """Whose access is asked for: a user by name, a group, a key by id, a program by name."""

    kind: Literal["user", "group", "key", "program"]
    name: str


class ExplainAccess(TypedDict):
    """POST /access/explain.

    `resource` is a path of the API: `/` for the site, `/databases/a`, `/databases/a/assets/pump`.
    With `attributes`, the resource need not exist: the answer is that of one with these.
    """

    principal: ExplainedPrincipal
    action: str
    resource: str
    attributes: NotRequired[dict[str, object]]


class PrincipalBody(TypedDict):
    """Who was decided on, with the rights of this moment."""

    kind: str
    name: str
    role: Role | None
    groups: list[str]


class ResourceBody(TypedDict):
    """What was decided on, with what policies read of it."""

    kind: Literal["Site", "Database", "Asset"]
    id: str
    attributes: dict[str, object]


class PolicyBody(TypedDict):
    """A policy that decided; `source` is where it comes from."""

    id: str
    effect: Literal["permit", "forbid"]
    text: str
    source: str


class FaultBody(TypedDict):
    """A policy that could not be evaluated: one that forbids then forbids, a permit is skipped."""

    policy_id: str
    problem: str


class Explanation(TypedDict):
    """A decision and what decided; no policy on a denial means that none permits."""

    allowed: bool
    reason: str
    principal: PrincipalBody
    action: str
    resource: ResourceBody
    policies: list[PolicyBody]
    faults: list[FaultBody]
