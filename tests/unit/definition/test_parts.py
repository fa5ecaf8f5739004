"""Components, interfaces, child assets, relations and renamed assets: each mistake is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.definition.plant import BEARING, with_everything
from tests.unit.definition.test_mistakes import ABSENT, Mistake, name_of, spoil
from twin.definition import Finding

Content = dict[str, Any]
Check = Callable[[Content], tuple[Finding, ...]]


@pytest.fixture
def plant(demo: Content) -> Content:
    """Return the demo with every part that a site file may have."""
    return with_everything(demo)


TYPES = "twin.types"
TOTAL_POWER = f"{TYPES}.station.metrics.total_power"
MISTAKES = [
    Mistake(f"{TYPES}.pump.components.drive_end", "bering", "DANGLING_REFERENCE",
            f"{TYPES}.pump.components.drive_end", "bering", "bearing? one of"),
    Mistake(f"{TYPES}.pump.components", {"drive": "bearing", "far_end": "bearing"},
            "DANGLING_REFERENCE", f"{TYPES}.pump.transforms.warmer.formula",
            "drive_end_temperature", "drive_temperature? one of"),
    Mistake(f"{TYPES}.pump.measurements.drive_end_temperature", {}, "DUPLICATE_NAME",
            f"{TYPES}.pump.components.drive_end", "drive_end_temperature", "what parts"),
    Mistake(f"{TYPES}.tank.components", {"low_level": "bearing"}, "DUPLICATE_NAME",
            f"{TYPES}.tank.components.low_level", "low_level", "one alarm of a name"),
    Mistake(f"{TYPES}.pump.alarms.far_end_hot",
            {"signal": "speed", "comparison": ">", "threshold": 1}, "DUPLICATE_NAME",
            f"{TYPES}.pump.components.far_end", "far_end_hot", "one alarm of a name"),
    Mistake(f"{TYPES}.tank.measurements.low_level_alarm_state", {}, "DUPLICATE_NAME",
            f"{TYPES}.tank.measurements.low_level_alarm_state", "low_level_alarm_state", "alarm"),
    Mistake("twin.components.bearing.measurements.temperature.unit", "°X", "UNIT_UNKNOWN",
            "twin.components.bearing.measurements.temperature.unit", "°X", "known unit"),
    Mistake("twin.components.bearing.transforms.margin.formula", "limit - temp",
            "DANGLING_REFERENCE", "twin.components.bearing.transforms.margin.formula", "temp",
            "one of limit, temperature"),
    Mistake("twin.components.bearing.transforms.margin.formula", "margin",
            "FORMULA_CYCLE", "twin.components.bearing.transforms.margin.formula",
            "margin → margin", "measurements and attributes"),
    Mistake("twin.components.bearing.metrics", {"most": {"formula": "max(x)", "variables": {
            "x": {"child": "pump", "property": "power"}}}}, "FORMULA_USE",
            "twin.components.bearing.metrics.most.variables.x", "pump", "metric of a type"),
    Mistake("twin.components.bearing.alarms.hot.threshold", 200, "OUT_OF_RANGE",
            "twin.components.bearing.alarms.hot.threshold", "200", "[0, 150]"),
    Mistake("twin.components.bearing_", BEARING, "BAD_NAME", "twin.components.bearing_",
            "'bearing_'", "lower-case"),
    Mistake("twin.components", {"bearing": BEARING, "seal_1": {}, "seal1": {}}, "DUPLICATE_NAME",
            "twin.components.seal1", "seal1", "differ in a letter"),
    Mistake(f"{TYPES}.pump.implements", ["rotating"], "DANGLING_REFERENCE",
            f"{TYPES}.pump.implements[0]", "rotating", "rotating_machine? one of"),
    Mistake(f"{TYPES}.pump.implements", ["rotating_machine"] * 2, "DUPLICATE_NAME",
            f"{TYPES}.pump.implements[1]", "rotating_machine", "each interface once"),
    Mistake(f"{TYPES}.tank.implements", ["rotating_machine"], "INTERFACE_NOT_FULFILLED",
            f"{TYPES}.tank.implements[0]", "no speed", "speed: double in rpm of the measurements"),
    Mistake("twin.interfaces.rotating_machine.measurements.speed.unit", "1/min",
            "INTERFACE_NOT_FULFILLED", f"{TYPES}.pump.implements[0]", "double in rpm", "1/min"),
    Mistake(f"{TYPES}.pump.metrics.mean_power", {"unit": "kW", "formula": "avg(power)"},
            "INTERFACE_NOT_FULFILLED", f"{TYPES}.pump.implements[0]", "each 5m", "each 1h"),
    Mistake(f"{TOTAL_POWER}.variables.powers.child", "pmp", "DANGLING_REFERENCE",
            f"{TOTAL_POWER}.variables.powers.child", "pmp", "pump? one of"),
    Mistake(f"{TOTAL_POWER}.variables.powers.property", "pwr", "DANGLING_REFERENCE",
            f"{TOTAL_POWER}.variables.powers.property", "pwr", "power? one of"),
    Mistake(f"{TOTAL_POWER}.variables.powers.property", ABSENT, "MISSING_KEY",
            f"{TOTAL_POWER}.variables.powers.property", "nothing", "which is required"),
    Mistake(f"{TOTAL_POWER}.variables.powers", 5, "WRONG_TYPE",
            f"{TOTAL_POWER}.variables.powers", "5", "text"),
    Mistake(f"{TOTAL_POWER}.variables.powers.property", "pump_model_version", "BAD_SIGNAL",
            f"{TOTAL_POWER}.variables.powers.property", "string", "a number"),
    Mistake(f"{TOTAL_POWER}.variables.powers.property", "speed", "UNIT_MISMATCH",
            f"{TOTAL_POWER}.formula", "rpm", "kW"),
    Mistake(f"{TOTAL_POWER}.formula", "powers", "FORMULA_USE", f"{TOTAL_POWER}.formula",
            "powers", "such as sum(powers)"),
    Mistake(f"{TOTAL_POWER}.variables.powers", {"child": "pump", "property": "mean_power"},
            "FORMULA_USE", f"{TOTAL_POWER}.window", "5m", "1h"),
    Mistake(f"{TYPES}.pump.metrics.loop", {"formula": "count(x)", "variables": {
            "x": {"child": "station", "property": "total_flow"}}}, "TYPE_CYCLE",
            f"{TYPES}.pump.metrics.loop.variables.x.child", "pump → station → pump", "another"),
    Mistake(f"{TYPES}.pump.metrics.loop", {"formula": "count(x)", "variables": {
            "x": {"child": "pump", "property": "power"}}}, "TYPE_CYCLE",
            f"{TYPES}.pump.metrics.loop.variables.x.child", "pump → pump", "another"),
    Mistake(f"{TYPES}.pump.transforms.ready.variables",
            {"fault": {"child": "tank", "property": "level"}}, "WRONG_TYPE",
            f"{TYPES}.pump.transforms.ready.variables.fault", "child", "text"),
    Mistake(f"{TOTAL_POWER}.window_offset", "six hours", "BAD_VALUE",
            f"{TOTAL_POWER}.window_offset", "'six hours'", "6h, 06:00:00"),
    Mistake(f"{TOTAL_POWER}.window_offset", "2026-13-01T06:00+01:00", "BAD_VALUE",
            f"{TOTAL_POWER}.window_offset", "'2026-13-01T06:00+01:00'", "that exist"),
    Mistake("twin.assets.P-101.relations.feeds", ["T-102"], "DANGLING_REFERENCE",
            "twin.assets.P-101.relations.feeds[0]", "T-102", "T-101"),
    Mistake("twin.assets.P-101.relations.feeds", ["P-101"], "BAD_RELATION",
            "twin.assets.P-101.relations.feeds[0]", "P-101", "none of them the asset itself"),
    Mistake("twin.assets.P-101.relations.feeds", ["T-101", "T-101"], "BAD_RELATION",
            "twin.assets.P-101.relations.feeds[1]", "T-101", "each related asset once"),
    Mistake("twin.assets.P-101.relations.level", ["T-101"], "BAD_NAME",
            "twin.assets.P-101.relations.level", "level", "another name"),
    Mistake("twin.assets.P-101.relations.child_of", ["T-101"], "BAD_NAME",
            "twin.assets.P-101.relations.child_of", "child_of", "another name"),
    Mistake("twin.assets.P-101.renamed_from", "T-101", "DUPLICATE_IDENTITY",
            "twin.assets.P-101.renamed_from", "T-101", "no asset has now"),
    Mistake("twin.assets.P-101.renamed_from", "P-1", "DUPLICATE_IDENTITY",
            "twin.assets.P-102.renamed_from", "P-1", "no other was renamed from"),
]  # fmt: skip


def test_the_plant_has_no_mistake(plant: Content, findings: Check) -> None:
    assert findings(plant) == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=name_of)
def test_one_mistake_is_one_finding(mistake: Mistake, plant: Content, findings: Check) -> None:
    spoil(plant, mistake)
    found = findings(plant)
    assert {(one.code, one.key) for one in found} == {(mistake.code, mistake.key)}, "\n".join(
        map(str, found)
    )
    assert any(mistake.found in one.found for one in found), found
    assert any(mistake.expected in one.expected for one in found), found


def test_parts_whose_properties_collide_are_found(plant: Content, findings: Check) -> None:
    twin = plant["twin"]
    twin["components"] |= {
        "outer": {"measurements": {"end_heat": {"unit": "°C"}}},
        "inner": {"measurements": {"heat": {"unit": "°C"}}},
    }
    twin["types"]["tank"]["components"] = {"top": "outer", "top_end": "inner"}
    (finding,) = findings(plant)
    assert (finding.code, finding.key) == ("DUPLICATE_NAME", "twin.types.tank.components.top_end")
    assert (finding.found, finding.message) == ("top_end_heat", "components.top has this name")


def test_a_property_of_a_part_has_a_name_that_a_formula_can_use(
    plant: Content, findings: Check
) -> None:
    part, name = "x" * 40, "y" * 24
    plant["twin"]["components"]["seal"] = {"measurements": {name: {}}}
    plant["twin"]["types"]["tank"]["components"] = {part: "seal"}
    (finding,) = findings(plant)
    assert (finding.code, finding.key) == ("BAD_NAME", f"twin.types.tank.components.{part}")
    assert finding.found == f"{part}_{name}"


def test_an_asset_that_is_gone_is_reported_with_its_children(
    plant: Content, findings: Check
) -> None:
    del plant["twin"]["assets"]["PS-1"]
    (finding,) = findings(plant)
    assert (finding.code, finding.found) == ("DANGLING_REFERENCE", "PS-1")
    assert finding.message == (
        "there is no such asset, the parent of T-101, P-101, P-102, E-101, V-101"
    )


@pytest.mark.parametrize(
    "offset", ["6h", "90s", "PT6H", "P1DT30M", "18:00:00", "2026-01-01T06:00+01:00", "P1W"]
)
def test_windows_may_be_moved(offset: str, plant: Content, findings: Check) -> None:
    plant["twin"]["types"]["station"]["metrics"]["total_power"]["window_offset"] = offset
    assert findings(plant) == ()
