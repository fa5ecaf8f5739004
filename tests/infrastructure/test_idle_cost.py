"""What a site costs while nobody uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twin.cost.idle import GOAL_USD_PER_MONTH, idle_cost
from twin.lifecycle import faults

PLANE = ("Foundation", "Identity", "Compute", "Spatial", "Experience", "Api")
"""The stacks that a site with nothing but the spatial plane has."""

PLANE_GOAL_USD_PER_MONTH = 3.0

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized


def test_every_resource_type_has_a_price_or_is_known_to_have_none(synthesized: Synthesized) -> None:
    cost = idle_cost(template for _, template in synthesized.templates())
    assert [line.type for line in cost.unknown] == [], "add it to twin/cost/idle.yaml"


def test_an_idle_demo_site_costs_less_than_the_goal(synthesized: Synthesized) -> None:
    cost = idle_cost(
        template
        for path, template in synthesized.templates()
        if path.parent.name == "assembly-demo"
    )
    # Metrics of alarms: the first ten of an account are free, which is not counted on.
    assert {line.type for line in cost.priced} == {
        "AWS::CloudWatch::Alarm",
        "AWS::IoTTwinMaker::Entity",
    }
    assert 0 < cost.usd < GOAL_USD_PER_MONTH


def test_no_resource_uses_a_retired_service(synthesized: Synthesized) -> None:
    found = [
        (path.name, name, reasons)
        for path, template in synthesized.templates()
        for name, resource in template.get("Resources", {}).items()
        if (reasons := faults(resource["Type"], resource.get("Properties", {})))
    ]
    assert found == []


def test_the_spatial_plane_costs_less_than_its_goal(synthesized: Synthesized) -> None:
    cost = idle_cost(_templates(synthesized, "assembly-demo", PLANE))
    assert cost.unknown == ()
    assert cost.usd < PLANE_GOAL_USD_PER_MONTH


def test_only_a_site_that_asks_for_a_firewall_pays_for_one(synthesized: Synthesized) -> None:
    cost = idle_cost(_templates(synthesized, "assembly-spatial-only", ("Api",)))
    assert [(line.type, line.usd) for line in cost.priced] == [("AWS::WAFv2::WebACL", 9.0)]


def test_a_queue_of_gpus_costs_nothing_while_nothing_runs(synthesized: Synthesized) -> None:
    templates = _templates(synthesized, "assembly-survey", ("Compute",))
    cost = idle_cost(templates)
    assert (cost.usd, cost.unknown) == (0, ())
    kinds = {one["Type"] for template in templates for one in template["Resources"].values()}
    assert "AWS::EC2::LaunchTemplate" in kinds
    assert not kinds & {"AWS::EC2::NatGateway", "AWS::EC2::EIP", "AWS::EC2::VPCEndpoint"}


def _templates(
    synthesized: Synthesized, assembly: str, stacks: tuple[str, ...]
) -> list[dict[str, Any]]:
    found = [
        template
        for path, template in synthesized.templates()
        if path.parent.name == assembly and any(stack in path.name for stack in stacks)
    ]
    assert len(found) == len(stacks)
    return found
