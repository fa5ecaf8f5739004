"""A decision with the text of the policies that decided."""

from __future__ import annotations

from collections.abc import Mapping

from twin.access.decision import Decision, Question
from twin.access.policies.engine import PolicyEngine
from twin.access.principal import Principal
from twin.access.resource import Resource
from twin.access.site_access import SiteAccess
from twin.api.schemas.access_explain import Explanation, PolicyBody

SOURCES = {
    "base": "the route table",
    "group": "access.groups of the site file",
    "machine": "access.machine_clients of the site file",
    "limit": "the limits of keys and programs",
}
"""Where the policies come from that no file holds, by the beginning of their ids."""


def explanation(
    engine: PolicyEngine, principal: Principal, action: str, resource: Resource
) -> Explanation:
    """Decide, and say by what."""
    (decision,) = engine.decide(principal, [Question(action, resource)])
    return {
        "allowed": decision.allowed,
        "reason": _reason(decision),
        "principal": {
            "kind": principal.kind,
            "name": principal.name,
            "role": principal.role,
            "groups": list(principal.groups),
        },
        "action": action,
        "resource": {
            "kind": resource.kind,
            "id": resource.resource_id,
            "attributes": dict(resource.attributes),
        },
        "policies": _policies(engine, decision),
        "faults": [
            {"policy_id": fault.policy_id, "problem": fault.problem} for fault in decision.faults
        ],
    }


def _reason(decision: Decision) -> str:
    if not decision.policies:
        return "no policy permits it"
    done = "permitted" if decision.allowed else "forbidden"
    return f"{done} by {', '.join(decision.policies)}"


def _policies(engine: PolicyEngine, decision: Decision) -> list[PolicyBody]:
    named = {*decision.policies, *(fault.policy_id for fault in decision.faults)}
    places = _places(engine.access)
    return [
        {
            "id": policy.policy_id,
            "effect": policy.effect,
            "text": policy.text,
            "source": places.get(policy.policy_id) or SOURCES[policy.policy_id.split(":")[0]],
        }
        for policy in engine.policies
        if policy.policy_id in named
    ]


def _places(access: SiteAccess) -> Mapping[str, str]:
    return {policy.policy_id: policy.source for policy in access.policies}
