"""Metrics that aggregate over child assets, whoever they are at the time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import attribute, measurement, metric, transform

Json = Any


def of(child: str | list[str], hierarchy: str = "pumps") -> Json:
    """Return a variable of a child's property, by its name or by its path."""
    if isinstance(child, list):
        return {"hierarchyId": hierarchy, "propertyPath": [{"name": one} for one in child]}
    return {"hierarchyId": hierarchy, "propertyId": child}


@pytest.fixture
def start(computing: Computing) -> float:
    """Make a plant of a line of pumps, each with a motor of a component; return its start."""
    motor = computing.model("motor", measurement("current"), asset_model_type="COMPONENT_MODEL")
    pump = computing.model(
        "pump",
        measurement("power"),
        attribute("rated", "40"),
        transform("kilowatts", "p / 1000", p="power"),
        metric("energy", "sum(p)", p="power"),
    )
    computing.call(
        "CreateAssetModelCompositeModel",
        asset_model_id=pump,
        asset_model_composite_model_name="motor",
        asset_model_composite_model_type="CUSTOM",
        composed_asset_model_id=motor,
    )
    functions = {
        f"{name} power": metric(f"{name} power", f"{name}(p)", p=of("power"))
        for name in ("avg", "sum", "min", "max", "count", "stdev")
    }
    line = computing.model(
        "line",
        *functions.values(),
        metric("energy", "sum(e)", e=of("energy")),
        metric("kilowatts", "sum(k)", k=of("kilowatts")),
        metric("capacity", "sum(r)", r=of("rated")),
        metric("current", "max(c)", c=of(["motor", "current"])),
        asset_model_hierarchies=[{"name": "pumps", "childAssetModelId": pump}],
    )
    plant = computing.model(
        "plant",
        metric("energy", "sum(e)", e=of("energy", "lines")),
        asset_model_hierarchies=[{"name": "lines", "childAssetModelId": line}],
    )
    computing.asset("plant", plant)
    computing.asset("L-1", line)
    for name in ("P-1", "P-2", "P-3"):
        computing.asset(name, pump)
    computing.associate("plant", "L-1", hierarchy=hierarchy(computing, plant))
    for name in ("P-1", "P-2"):
        computing.associate("L-1", name, hierarchy=hierarchy(computing, line))
    return computing.clock.time


def hierarchy(computing: Computing, model: str) -> str:
    found = computing.call("DescribeAssetModel", asset_model_id=model)["assetModelHierarchies"]
    return str(found[0]["id"])


def move(computing: Computing, child: str, *, away: bool) -> None:
    line = computing.call("DescribeAsset", asset_id=computing.assets["L-1"])["assetModelId"]
    computing.associate("L-1", child, hierarchy=hierarchy(computing, line), away=away)


def test_each_function_runs_over_the_points_of_all_children(
    computing: Computing, start: float
) -> None:
    computing.put("P-1", "power", (start + 60, 1.0), (start + 120, 3.0))
    computing.put("P-2", "power", (start + 90, 8.0))
    computing.put("P-3", "power", (start + 90, 500.0))  # of no line
    computing.at(start + 300)
    expected = {"avg": 4.0, "sum": 12.0, "min": 1.0, "max": 8.0, "count": 3.0}
    for name, value in expected.items():
        assert computing.values("L-1", f"{name} power", start) == {300: value}
    (spread,) = computing.values("L-1", "stdev power", start).values()
    assert spread == pytest.approx(13**0.5)
    assert computing.values("L-1", "kilowatts", start) == {300: 0.012}


def test_metrics_of_metrics_go_up_the_tree_in_one_turn_also_late(
    computing: Computing, start: float
) -> None:
    computing.put("P-1", "power", (start + 60, 1.0))
    computing.put("P-2", "power", (start + 90, 8.0))
    computing.at(start + 300)
    assert computing.values("plant", "energy", start) == {300: 9.0}
    computing.notify("plant", "energy")
    computing.put("P-2", "power", (start + 91, 100.0))
    computing.at(start + 650)
    assert computing.values("plant", "energy", start) == {300: 109.0}
    assert computing.told("plant", "energy", start) == [(300, 109.0)]


def test_children_count_from_when_they_come_until_they_go(
    computing: Computing, start: float
) -> None:
    computing.put("P-3", "power", (start + 60, 5.0))
    computing.at(start + 300)
    move(computing, "P-3", away=False)
    computing.put("P-3", "power", (start + 360, 6.0))
    computing.at(start + 600)
    move(computing, "P-3", away=True)
    computing.put("P-3", "power", (start + 660, 7.0))
    computing.at(start + 900)
    assert computing.values("L-1", "sum power", start) == {600: 6.0}
    assert computing.values("L-1", "count power", start) == {300: 0.0, 600: 1.0, 900: 0.0}
    computing.call("DeleteAsset", asset_id=computing.assets["P-3"])
    computing.put("P-1", "power", (start + 960, 1.0))
    computing.at(start + 1_200)
    assert computing.values("L-1", "sum power", start)[1_200] == 1.0


def test_attributes_of_children_have_their_latest_values(
    computing: Computing, start: float
) -> None:
    computing.put("P-2", "rated", (start, 60.0))
    computing.at(start + 600)
    assert computing.values("L-1", "capacity", start) == {300: 100.0, 600: 100.0}


def test_a_path_reaches_into_the_component_of_each_child(
    computing: Computing, start: float
) -> None:
    computing.put("P-1", "motor/current", (start + 60, 2.0))
    computing.put("P-2", "motor/current", (start + 60, 3.0))
    computing.at(start + 300)
    assert computing.values("L-1", "current", start) == {300: 3.0}


@pytest.mark.parametrize(
    ("expression", "said"),
    [("p + 1", "child"), ("latest(p)", "child"), ("statetime(p)", "child")],
)
def test_child_assets_stand_in_aggregations_only(
    computing: Computing, expression: str, said: str
) -> None:
    pump = computing.model("pump", measurement("power"))
    with pytest.raises(Exception, match=said) as caught:
        computing.model(
            "line",
            metric("wrong", expression, p=of("power")),
            asset_model_hierarchies=[{"name": "pumps", "childAssetModelId": pump}],
        )
    assert getattr(caught.value, "code", None) == "InvalidRequestException"
