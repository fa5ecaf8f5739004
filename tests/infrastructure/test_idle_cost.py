"""What a site costs while nobody uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.cost.idle import GOAL_USD_PER_MONTH, idle_cost
from twin.lifecycle import faults

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
    assert {line.type for line in cost.priced} == {"AWS::IoTTwinMaker::Entity"}
    assert 0 < cost.usd < GOAL_USD_PER_MONTH


def test_no_resource_uses_a_retired_service(synthesized: Synthesized) -> None:
    found = [
        (path.name, name, reasons)
        for path, template in synthesized.templates()
        for name, resource in template.get("Resources", {}).items()
        if (reasons := faults(resource["Type"], resource.get("Properties", {})))
    ]
    assert found == []
