"""How much of each quota a site uses."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from twin.definition.checks.quotas import quota_warnings
from twin.definition.quota_uses import quota_uses
from twin.quota import QUOTAS

if TYPE_CHECKING:
    from tests.unit.quota.conftest import Sites

MEASURED: dict[str, Any] = {"measurements": {"level": {}, "flow": {}}}


def chain(formulas: int) -> dict[str, Any]:
    """Return transforms of which each reads the one before."""
    names = ["level", *(f"step{n}" for n in range(formulas))]
    return {
        "measurements": {"level": {}},
        "transforms": {
            name: {"formula": f"{source} + 1"} for source, name in itertools.pairwise(names)
        },
    }


def test_types_assets_and_trees_are_counted(sites: Sites) -> None:
    types: dict[str, Any] = {"plant": {}, "hall": {}, "tank": MEASURED, "spare": {}}
    assets = {
        "S1": {"type": "plant"},
        "H1": {"type": "hall", "parent": "S1"},
        "T1": {"type": "tank", "parent": "H1"},
        "T2": {"type": "tank", "parent": "S1"},
        "T3": {"type": "tank", "parent": "S1"},
    }
    site = sites.make(types, assets)
    expected = {
        "models": 4, "assets": 5, "assets_per_model": 3, "hierarchies_per_model": 2,
        "parent_models_per_model": 2, "children_per_asset": 3, "hierarchy_depth": 3,
        "models_per_tree": 3, "twinmaker_entities": 5, "twinmaker_children_per_entity": 3,
    }  # fmt: skip
    assert {name: sites.used(site, name) for name in expected} == expected


def test_an_alarm_is_two_properties(sites: Sites) -> None:
    alarm = {"signal": "level", "comparison": ">", "threshold": 1.0}
    site = sites.make({"tank": {**MEASURED, "alarms": {"high": alarm}}}, {"T1": {"type": "tank"}})
    assert sites.used(site, "properties_per_model") == 4
    assert sites.used(site, "twinmaker_properties_per_component") == 2


def test_parts_are_properties_of_their_type_and_models_of_their_own(sites: Sites) -> None:
    bearing = {"measurements": {"temperature": {"expected_period_seconds": 10}}}
    pump = {"measurements": {"speed": {}}, "components": {"front": "bearing", "back": "bearing"}}
    site = sites.make({"pump": pump}, {"P1": {"type": "pump"}}, components={"bearing": bearing})
    assert sites.used(site, "models") == 2
    assert sites.used(site, "properties_per_model") == 3
    assert sites.used(site, "values_per_second") == pytest.approx(1.2)


def test_formulas_on_top_of_one_another_are_counted(sites: Sites) -> None:
    site = sites.make({"tank": chain(4)}, {"T1": {"type": "tank"}})
    assert sites.used(site, "property_dependency_depth") == 4
    assert sites.used(site, "dependents_per_property") == 4
    assert sites.used(site, "direct_dependents_per_property") == 1


def test_a_circle_of_formulas_or_of_parents_ends(sites: Sites) -> None:
    circle = {"one": {"formula": "two + 1"}, "two": {"formula": "one + 1"}}
    parents = {"A1": {"type": "tank", "parent": "A2"}, "A2": {"type": "tank", "parent": "A1"}}
    site = sites.make({"tank": {"transforms": circle}}, parents)
    assert sites.used(site, "property_dependency_depth") == 2
    assert "hierarchy_depth" not in {use.quota for use in quota_uses(site)}


@pytest.mark.parametrize(
    ("stated", "rate"),
    [
        ({}, 1.0),
        ({"expected_period_seconds": 20}, 0.05),
        ({"expected_period_seconds": 0.05}, 20.0),
        ({"stale_after_seconds": 0.3}, 10.0),
        ({"stale_after_seconds": 0.3, "expected_period_seconds": 60}, 1 / 60),
    ],
)
def test_the_rate_of_a_measurement_is_stated_or_that_of_the_collector(
    sites: Sites, stated: dict[str, float], rate: float
) -> None:
    site = sites.make({"tank": {"measurements": {"level": stated}}}, {"T1": {"type": "tank"}})
    assert sites.used(site, "values_per_property_per_second") == pytest.approx(rate)
    assert sites.used(site, "values_per_second") == pytest.approx(rate)


def test_values_of_all_assets_and_of_their_predictions_add_up(sites: Sites) -> None:
    model = {"artefact": "tank.fmu", "inputs": {}, "outputs": {"q": "flow"}, "schedule_minutes": 1}
    types = {"tank": {**MEASURED, "models": {"tank": model}}}
    site = sites.make(types, {"T1": {"type": "tank"}, "T2": {"type": "tank"}})
    assert sites.used(site, "values_per_second") == pytest.approx(2 * (2 + 7 / 60))
    assert sites.used(site, "data_requests_per_second") == pytest.approx(0.2 * (2 + 7 / 60))


def test_computed_values_follow_from_inputs_and_windows(sites: Sites) -> None:
    tank = {
        **MEASURED,
        "transforms": {"both": {"formula": "level + flow"}, "more": {"formula": "both + 1"}},
        "metrics": {"mean": {"formula": "avg(more)", "window": "5m"}},
    }
    site = sites.make({"tank": tank}, {"T1": {"type": "tank"}})
    assert sites.used(site, "computed_values_per_second") == pytest.approx(2 + 2 + 1 / 300)


def test_a_site_without_iot_uses_nothing(sites: Sites) -> None:
    features = {"iot": False, "edge": False, "simulation": False}
    site = sites.make({"tank": MEASURED}, {"T1": {"type": "tank"}}, features=features)
    assert quota_uses(site) == ()


def test_more_than_a_thousand_values_a_second_are_asked_for_by_code(sites: Sites) -> None:
    site = sites.make({"tank": MEASURED}, {f"T{n}": {"type": "tank"} for n in range(501)})
    (warning,) = quota_warnings(site)
    assert "1002 values a second, SiteWise allows 1000" in str(warning)
    assert str(warning).endswith("--quota-code L-055D0253 --desired-value 1002")


def test_what_was_granted_is_no_longer_asked_for(sites: Sites) -> None:
    assets = {f"T{n}": {"type": "tank"} for n in range(501)}
    site = sites.make({"tank": MEASURED}, assets, quotas={"values_per_second": 5000})
    assert quota_warnings(site) == ()


def test_every_use_is_of_a_quota_that_there_is(sites: Sites) -> None:
    site = sites.make({"tank": {**MEASURED, **chain(1)}}, {"T1": {"type": "tank"}})
    assert {use.quota for use in quota_uses(site)} <= QUOTAS.keys()
