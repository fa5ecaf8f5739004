"""CloudFormation makes the instances as long as they fit, and the loader beyond that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.definition.plant import with_everything
from twin.compile import placement
from twin.definition import DefinitionError, SiteDefinition
from twin.definition.template_size import MOST_BYTES, MOST_RESOURCES, size_of_models

Content = dict[str, Any]
SiteOf = Callable[[Content], SiteDefinition]


def with_tanks(content: Content, count: int) -> Content:
    for number in range(count):
        content["twin"]["assets"][f"T-{number + 2_000}"] = {"type": "tank", "parent": "PS-1"}
    return content


def test_the_demo_is_made_by_cloudformation(definition: SiteDefinition) -> None:
    found = placement(definition)
    assert not found.instances_by_loader
    assert found.size.fits


def test_many_assets_are_loaded_and_the_models_still_fit(content: Content, site_of: SiteOf) -> None:
    site = site_of(with_tanks(content, 600))
    found = placement(site)
    assert found.instances_by_loader
    assert "606 assets would need" in found.reason
    assert size_of_models(site).fits


def test_the_decision_changes_where_the_template_is_full(content: Content, site_of: SiteOf) -> None:
    decisions = []
    for count in range(0, 200, 20):
        found = placement(site_of(with_tanks(content, count)))
        assert found.instances_by_loader == (not found.size.fits)
        decisions.append(found.instances_by_loader)
    assert decisions == sorted(decisions)
    assert set(decisions) == {True, False}


def test_assets_with_parts_are_loaded_however_few(content: Content, site_of: SiteOf) -> None:
    found = placement(site_of(with_everything(content)))
    assert found.instances_by_loader
    assert found.size.fits
    assert found.reason.endswith("parts: pump")


@pytest.mark.parametrize(("types", "properties"), [(150, 1), (20, 400)])
def test_models_that_no_template_could_hold_are_a_mistake(
    types: int, properties: int, content: Content, site_of: SiteOf
) -> None:
    measured: Content = {f"value_{number}x": {} for number in range(properties)}
    twin: Content = {
        "types": {f"type_{number}x": {"measurements": measured} for number in range(types)},
        "assets": {f"A-{number}": {"type": f"type_{number}x"} for number in range(types)},
    }
    with pytest.raises(DefinitionError) as caught:
        site_of(content | {"twin": twin})
    (finding,) = [one for one in caught.value.findings if one.code == "TEMPLATE_TOO_LARGE"]
    assert finding.key == "twin.types"
    assert f"{MOST_RESOURCES} resources of {MOST_BYTES} bytes" in finding.expected
