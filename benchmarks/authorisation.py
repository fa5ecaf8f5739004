"""Decisions a second: the guard on an entity, a page of 100 entities, the authorizer's answer.

The reference is a bare call of the policy engine with policies and entities that are parsed, by the
same caller on the same asset: what is above it is the entities made of the request, and the names
of the deciding policies.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import cedarpy

from benchmarks.harness import Result
from twin.access.decision import Question
from twin.access.policies.actions import SIGHT, actions
from twin.access.policies.base import policies_of
from twin.access.policies.engine import PolicyEngine
from twin.access.policies.entities import (
    fixed_entities,
    principal_entity,
    resource_entities,
    uid,
)
from twin.access.principal import Principal
from twin.access.resource import JSON, Resource
from twin.access.site_access import GroupGrant, SiteAccess

SECONDS = 2.0
PAGE = 100
ACCESS = SiteAccess(
    groups=tuple(GroupGrant(f"Project-{n}", "engineer", (f"plant-{n}",)) for n in range(20))
)
CALLER = Principal("u-1", "olga", "viewer", groups=("Project-3", "Project-7"))


def run() -> list[Result]:
    """Measure each against the bare engine."""
    engine = PolicyEngine(ACCESS)
    asset = _asset(0)
    entity = [Question("deleteAsset", asset), Question(SIGHT["Asset"], asset)]
    page = [Question("getAsset", _asset(number)) for number in range(PAGE)]
    operations = list(actions())
    bare = _rate(_bare(asset))
    return [
        _result("guard on one asset", _rate(lambda: engine.decide(CALLER, entity)), bare),
        _result(f"each of {PAGE} rows", PAGE * _rate(lambda: engine.decide(CALLER, page)), bare),
        _result(
            "each operation in the authorizer",
            len(operations) * _rate(lambda: engine.conceivable(CALLER, operations)),
            bare,
        ),
    ]


def _asset(number: int) -> Resource:
    attributes: dict[str, JSON] = {
        "database": "plant-3",
        "type": "pump",
        "tags": ["a", "b"],
        "created_by": "u-2",
    }
    return Resource("Asset", f"plant-3/pump-{number}", attributes)


def _bare(asset: Resource) -> Callable[[], object]:
    text = "\n".join(policy.text for policy in policies_of(ACCESS))
    policies = cedarpy.PolicySet.from_str(text)
    made = [principal_entity(CALLER, ACCESS), *resource_entities([asset], ACCESS)]
    entities = cedarpy.Entities.from_json_str(json.dumps([*fixed_entities(), *made]))
    request = {
        "principal": uid("User", CALLER.subject),
        "action": uid("Action", "getAsset"),
        "resource": uid("Asset", asset.resource_id),
        "context": {},
    }
    return lambda: cedarpy.is_authorized(request, policies, entities)


def _rate(once: Callable[[], object]) -> float:
    """Return calls a second, after one that parses what is parsed once."""
    once()
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        once()
        count += 1
    return count / (time.perf_counter() - began)


def _result(name: str, rate: float, bare: float) -> Result:
    return Result(name, rate, "decisions/s", reference="bare cedarpy call", reference_value=bare)
