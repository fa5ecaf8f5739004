"""Decide on the entity whether the caller may do what a request asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twin.access.decision import Decision, Question
from twin.access.errors import AccessDenied
from twin.access.policies.actions import SIGHT
from twin.access.principal import Principal
from twin.access.resource import Resource
from twin.errors import TwinError
from twin_runtime.http import Request

if TYPE_CHECKING:
    from twin.access.policies.engine import PolicyEngine


@dataclass(frozen=True)
class Guard:
    """The caller of one request, and the policies of the site."""

    engine: PolicyEngine
    principal: Principal
    operation_id: str

    def require(self, resource: Resource, *, unknown: TwinError | None = None) -> None:
        """Refuse the request's own operation on a resource that does not allow it.

        Raises:
            TwinError: `unknown`, when the caller may not even know of the resource: the same
                error as for one that does not exist.
            AccessDenied: the caller may see the resource, but not do this.
        """
        self.require_action(self.operation_id, resource, unknown=unknown)

    def require_action(
        self, operation_id: str, resource: Resource, *, unknown: TwinError | None = None
    ) -> None:
        """Refuse an operation that the resource does not allow, as `require` does."""
        asked, sight = self.engine.decide(
            self.principal,
            [Question(operation_id, resource), Question(SIGHT[resource.kind], resource)],
        )
        if unknown is not None and not sight.allowed:
            raise unknown
        if not asked.allowed:
            raise AccessDenied.by(asked, operation_id, resource, told=sight.allowed)

    def readable(self, resources: Sequence[Resource]) -> list[bool]:
        """Return for each resource whether the caller may know of it, decided in one batch."""
        if not resources:
            return []
        questions = [Question(SIGHT[one.kind], one) for one in resources]
        return [one.allowed for one in self.engine.decide(self.principal, questions)]

    def decide(self, operation_id: str, resource: Resource) -> Decision:
        """Return the decision without refusing."""
        return self.engine.decide(self.principal, [Question(operation_id, resource)])[0]


def guard_of(request: Request) -> Guard:
    """Return the guard of a request of an operation that needs a role."""
    # The engine is an extension module of megabytes: only a request that is decided loads it.
    from cedar_runtime.engine import site_engine

    return Guard(site_engine(), request.authenticated, request.operation_id)
