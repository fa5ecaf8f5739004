"""The Cedar engine over a site's policies; what can be parsed once is parsed once a process.

https://docs.cedarpolicy.com/auth/authorization.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cedarpy

from twin.access.decision import Decision, PolicyFault, Question
from twin.access.errors import EngineFault
from twin.access.policies.actions import actions
from twin.access.policies.base import Policy, literal, policies_of
from twin.access.policies.entities import (
    Entity,
    fixed_entities,
    principal_entity,
    resource_entities,
    uid,
)
from twin.access.principal import Principal
from twin.access.resource import SITE
from twin.access.site_access import SiteAccess

FAULT = re.compile(r"error while evaluating policy `policy(\d+)`: (.*)", re.DOTALL)


@dataclass(frozen=True)
class PolicyEngine:
    """The policies of one site, ready to decide."""

    access: SiteAccess

    def decide(self, principal: Principal, questions: Sequence[Question]) -> list[Decision]:
        """Decide every question of one principal, in their order."""
        resources = resource_entities((one.resource for one in questions), self.access)
        entities = self._with(principal_entity(principal, self.access), *resources)
        user = uid("User", principal.subject)
        requests = [
            {
                "principal": user,
                "action": uid("Action", one.operation_id),
                "resource": uid(one.resource.kind, one.resource.resource_id),
                "context": {},
            }
            for one in questions
        ]
        answers = cedarpy.is_authorized_batch(requests, self._policy_set, entities)
        return [self._decision(answer) for answer in answers]

    def conceivable(self, principal: Principal, operations: Sequence[str]) -> list[bool]:
        """Return for each operation whether there may be a resource that it is allowed on.

        The engine leaves the resource unknown; only a certain denial is False. It is a first gate:
        what passes is decided again on the entity.
        """
        entities = self._with(principal_entity(principal, self.access))
        return [self._conceivable(principal, one, entities) for one in operations]

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Return the policies in the order in which the engine numbers them."""
        return policies_of(self.access)

    def _conceivable(
        self, principal: Principal, operation_id: str, entities: cedarpy.Entities
    ) -> bool:
        only_site = actions()[operation_id].kinds == (SITE.kind,)
        request: dict[str, str | dict[str, str] | None] = {
            "principal": literal("User", principal.subject),
            "action": literal("Action", operation_id),
            "resource": literal(SITE.kind, SITE.resource_id) if only_site else None,
            "context": {},
        }
        answer = cedarpy.is_authorized_partial(request, self._policy_set, entities)
        return answer.decision is not cedarpy.Decision.Deny

    @cached_property
    def _policy_set(self) -> cedarpy.PolicySet:
        return cedarpy.PolicySet.from_str("\n".join(policy.text for policy in self.policies))

    @cached_property
    def _fixed(self) -> cedarpy.Entities:
        return cedarpy.Entities.from_json_str(json.dumps(fixed_entities()))

    def _with(self, *entities: Entity) -> cedarpy.Entities:
        return self._fixed.with_added_json_str(json.dumps(entities))

    def _decision(self, answer: cedarpy.AuthzResult) -> Decision:
        """Return the engine's answer, but let a forbid that cannot be evaluated forbid.

        Cedar skips such a policy, and what it forbids would then be allowed.
        """
        found = answer.diagnostics
        faulty = [self._fault(text) for text in found.errors]
        faults = tuple(PolicyFault(policy.policy_id, problem) for policy, problem in faulty)
        broken = tuple(policy.policy_id for policy, _ in faulty if policy.effect == "forbid")
        if answer.allowed and broken:
            return Decision(allowed=False, policies=broken, faults=faults)
        deciding = tuple(self._named(name).policy_id for name in found.reasons)
        return Decision(answer.allowed, tuple(sorted(deciding)), faults)

    def _fault(self, text: str) -> tuple[Policy, str]:
        found = FAULT.fullmatch(text)
        if found is None:
            raise EngineFault("the engine reports a fault of no policy", found=text)
        return self.policies[int(found[1])], found[2]

    def _named(self, name: str) -> Policy:
        return self.policies[int(name.removeprefix("policy"))]
