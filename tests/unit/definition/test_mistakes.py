"""Each mistake in a site file is found, with its code, its key, what was found and expected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from twin.definition import Finding

Content = dict[str, Any]
Check = Callable[[Content], tuple[Finding, ...]]

PUMP = "twin.types.pump"
ABSENT = object()


@dataclass(frozen=True)
class Mistake:
    """Set `at` to `value` (ABSENT: take it out): `code` is found at `key`, and nothing else."""

    at: str
    value: object
    code: str
    key: str
    found: str
    expected: str


SCHEMA = [
    Mistake("feature", {}, "UNKNOWN_KEY", "feature", "feature", "features? one of access, account"),
    Mistake(
        f"{PUMP}.measurements.speed.rage", [0, 1], "UNKNOWN_KEY",
        f"{PUMP}.measurements.speed.rage", "rage", "range? one of address, data_type",
    ),
    Mistake("region", ABSENT, "MISSING_KEY", "region", "nothing", "an AWS region"),
    Mistake(
        f"{PUMP}.alarms.high_vibration.threshold", ABSENT, "MISSING_KEY",
        f"{PUMP}.alarms.high_vibration.threshold", "nothing", "which is required",
    ),
    Mistake("twin.assets.P-101.type", ABSENT, "MISSING_KEY", "twin.assets.P-101.type",
            "nothing", "which is required"),
    Mistake("account", 111111111111, "WRONG_TYPE", "account", "111111111111", "in quotes"),
    Mistake("account", "11111111111", "BAD_VALUE", "account", "'11111111111'", "twelve digits"),
    Mistake("region", "Frankfurt", "BAD_VALUE", "region", "'Frankfurt'", "eu-central-1"),
    Mistake("region", "eu-north-1", "REGION_UNSUPPORTED", "region", "eu-north-1", "eu-central-1"),
    Mistake("name", "Demo Site", "BAD_VALUE", "name", "'Demo Site'", "lower-case letters"),
    Mistake("time_zone", "Europe/Bonn", "BAD_VALUE", "time_zone", "'Europe/Bonn'", "IANA"),
    Mistake("plc.endpoint", "http://plc", "BAD_VALUE", "plc.endpoint", "'http://plc'", "opc.tcp://"),
    Mistake("twin", [], "WRONG_TYPE", "twin", "[]", "a mapping of keys"),
    Mistake("features.edge", "yes", "WRONG_TYPE", "features.edge", "'yes'", "true or false"),
    Mistake(f"{PUMP}.measurements.speed.dead_band", "1 rpm", "WRONG_TYPE",
            f"{PUMP}.measurements.speed.dead_band", "'1 rpm'", "a number"),
    Mistake(f"{PUMP}.measurements.speed.dead_band", -1, "BAD_VALUE",
            f"{PUMP}.measurements.speed.dead_band", "-1", "greater than or equal to 0"),
    Mistake(f"{PUMP}.measurements.speed.data_type", "float", "BAD_VALUE",
            f"{PUMP}.measurements.speed.data_type", "'float'", "double"),
    Mistake(f"{PUMP}.level", "machine", "BAD_VALUE", f"{PUMP}.level", "'machine'", "work_unit"),
    Mistake(f"{PUMP}.alarms.high_vibration.priority", "urgent", "BAD_VALUE",
            f"{PUMP}.alarms.high_vibration.priority", "'urgent'", "critical"),
    Mistake(f"{PUMP}.alarms.high_vibration.comparison", "=>", "BAD_VALUE",
            f"{PUMP}.alarms.high_vibration.comparison", "'=>'", ">="),
    Mistake("twin.assets.P 103", {"type": "pump"}, "BAD_NAME", "twin.assets.P 103", "'P 103'",
            "such as"),
    Mistake(f"{PUMP}.measurements.Speed", {}, "BAD_NAME", f"{PUMP}.measurements.Speed", "'Speed'",
            "such as"),
    Mistake(f"{PUMP}.measurements.speed.range", [0, float("inf")], "BAD_VALUE",
            f"{PUMP}.measurements.speed.range[1]", "inf", "a finite number"),
    Mistake(f"{PUMP}.measurements.speed.range", [float("nan"), 1], "BAD_VALUE",
            f"{PUMP}.measurements.speed.range[0]", "nan", "a finite number"),
    Mistake(f"{PUMP}.measurements.speed.range", [0], "MISSING_KEY",
            f"{PUMP}.measurements.speed.range[1]", "nothing", "one more value"),
    Mistake(f"{PUMP}.metrics.specific_energy.window", "5 minutes", "BAD_VALUE",
            f"{PUMP}.metrics.specific_energy.window", "'5 minutes'", "[mhdw]"),
    Mistake(f"{PUMP}.models.pump.schedule_minutes", 0, "BAD_VALUE",
            f"{PUMP}.models.pump.schedule_minutes", "0", "greater than or equal to 1"),
    Mistake(f"{PUMP}.models.pump.schedule_minutes", "*/5 * * * *", "WRONG_TYPE",
            f"{PUMP}.models.pump.schedule_minutes", "'*/5 * * * *'", "a whole number"),
    Mistake(f"{PUMP}.models.pump.interval_probability", 90, "BAD_VALUE",
            f"{PUMP}.models.pump.interval_probability", "90", "less than or equal to 0.999"),
    Mistake(f"{PUMP}.models.pump.artefact", "../pump.fmu", "BAD_VALUE",
            f"{PUMP}.models.pump.artefact", "'../pump.fmu'", ".fmu"),
    Mistake(f"{PUMP}.models.pump.kind", "abacus", "BAD_VALUE",
            f"{PUMP}.models.pump.kind", "'abacus'", "ansys_twin, container, fmu, onnx"),
    Mistake("scene.station.position_metres", [0, 0], "MISSING_KEY",
            "scene.station.position_metres[2]", "nothing", "one more value"),
]  # fmt: skip

RETIRED = [
    Mistake(f"features.{name}", True, "SERVICE_RETIRED", f"features.{name}", name, why)
    for name, why in (
        ("iot_events", "ended on 2026-05-20"),
        ("sitewise_monitor", "no new users since 2025-11-07"),
        ("timestream", "no new users since 2025-06-20"),
        ("iot_analytics", "ended on 2025-12-15"),
        ("lookout_for_equipment", "ended on 2026-10-07"),
        ("greengrass_v1", "edge uses Greengrass V2"),
        ("simspace_weaver", "ended on 2026-05-20"),
    )
]

REFERENCES = [
    Mistake("twin.assets.P-101.type", "pmp", "DANGLING_REFERENCE", "twin.assets.P-101.type",
            "pmp", "pump? one of station"),
    Mistake("twin.assets.P-101.parent", "PS-2", "DANGLING_REFERENCE",
            "twin.assets.P-101.parent", "PS-2", "PS-1? one of"),
    Mistake("twin.assets.PS-1.parent", "P-101", "PARENT_CYCLE", "twin.assets.PS-1.parent",
            "PS-1 → P-101 → PS-1", "a tree"),
    Mistake("twin.assets.T-102", {"type": "tank", "parent": "T-101"}, "TYPE_CYCLE",
            "twin.assets.T-102.parent", "tank → tank", "another type"),
    Mistake("twin.assets.S-1", {"type": "station", "parent": "P-101"}, "TYPE_CYCLE",
            "twin.assets.S-1.parent", "pump → station → pump", "another type"),
    Mistake("twin.assets.P-101.attributes", {"rated_sped": 1}, "DANGLING_REFERENCE",
            "twin.assets.P-101.attributes.rated_sped", "rated_sped", "rated_speed? one of"),
    Mistake("twin.assets.P-101.attributes", {"rated_power": "high"}, "WRONG_TYPE",
            "twin.assets.P-101.attributes.rated_power", "'high'", "a number"),
    Mistake("twin.assets.P-101.addresses", {"rated_speed": "i=1"}, "DANGLING_REFERENCE",
            "twin.assets.P-101.addresses.rated_speed", "rated_speed", "speed"),
    Mistake("twin.assets.P-102.mesh_node", "P-101", "DUPLICATE_MESH_NODE",
            "twin.assets.P-102.mesh_node", "P-101", "a node of its own"),
    Mistake(f"{PUMP}.alarms.high_vibration.signal", "vibrations", "DANGLING_REFERENCE",
            f"{PUMP}.alarms.high_vibration.signal", "vibrations", "vibration? one of"),
    Mistake(f"{PUMP}.alarms.high_vibration.signal", "rated_speed", "BAD_SIGNAL",
            f"{PUMP}.alarms.high_vibration.signal", "rated_speed: double of the attributes",
            "measured or computed"),
    Mistake(f"{PUMP}.commands.set_speed.feedback", "sped", "DANGLING_REFERENCE",
            f"{PUMP}.commands.set_speed.feedback", "sped", "speed? one of"),
    Mistake(f"{PUMP}.commands.set_speed.feedback", "hydraulic_efficiency", "BAD_SIGNAL",
            f"{PUMP}.commands.set_speed.feedback", "hydraulic_efficiency: double of the transforms",
            "a measurement that is a number"),
    Mistake(f"{PUMP}.commands.set_speed.interlocks.0.signal", "T-102.level", "DANGLING_REFERENCE",
            f"{PUMP}.commands.set_speed.interlocks[0].signal", "T-102.level", "T-101"),
    Mistake(f"{PUMP}.commands.set_speed.interlocks.0.signal", "T-101.levl", "DANGLING_REFERENCE",
            f"{PUMP}.commands.set_speed.interlocks[0].signal", "levl", "level? one of"),
    Mistake(f"{PUMP}.commands.set_speed.interlocks.1.signal", "heat", "DANGLING_REFERENCE",
            f"{PUMP}.commands.set_speed.interlocks[1].signal", "heat", "one of rated_speed"),
    Mistake(f"{PUMP}.models.pump.inputs.speed", "sped", "DANGLING_REFERENCE",
            f"{PUMP}.models.pump.inputs.speed", "sped", "speed? one of"),
    Mistake(f"{PUMP}.models.pump.inputs.speed", "P-103.speed", "DANGLING_REFERENCE",
            f"{PUMP}.models.pump.inputs.speed", "P-103.speed", "P-101"),
    Mistake(f"{PUMP}.models.pump.outputs.flow", "flux", "DANGLING_REFERENCE",
            f"{PUMP}.models.pump.outputs.flow", "flux", "flow"),
    Mistake(f"{PUMP}.models.pump.outputs.flow", "running", "BAD_SIGNAL",
            f"{PUMP}.models.pump.outputs.flow", "running: boolean of the measurements",
            "a measurement that is a number"),
    Mistake("twin", {"types": {"tank_1": {}, "tank1": {}}}, "DUPLICATE_NAME", "twin.types.tank1",
            "tank1", "differ in a letter"),
    Mistake(f"{PUMP}.attributes.speed", {"unit": "rpm", "default": 1.0}, "DUPLICATE_NAME",
            f"{PUMP}.measurements.speed", "speed", "one property of a name"),
    Mistake(f"{PUMP}.measurements.flow_predicted", {"unit": "m³/h"}, "DUPLICATE_NAME",
            f"{PUMP}.models.pump.outputs.flow", "flow_predicted", "one property of a name"),
    Mistake(f"{PUMP}.commands.set_speed.address", "ns=2;s=speed", "DUPLICATE_ADDRESS",
            f"{PUMP}.commands.set_speed.address", "ns=2;s=speed", "{asset}"),
]  # fmt: skip

FORMULAS = [
    Mistake(f"{PUMP}.transforms.ready.formula", text, code, f"{PUMP}.transforms.ready.formula",
            found, expected)
    for text, code, found, expected in (
        ("if(fault, 0", "FORMULA_SYNTAX", "the end", "','"),
        ("1 + * fault", "FORMULA_SYNTAX", "'* fault'", "a value"),
        ("", "BAD_VALUE", "''", "text that is not empty"),
        ("squareroot(fault)", "FORMULA_USE", "squareroot()", "function of the SiteWise"),
        ("sqr(fault)", "FORMULA_USE", "sqr()", "sqrt(), or another"),
        ("sqrt(fault, 2)", "FORMULA_USE", "2", "1"),
        ("avg(fault)", "FORMULA_USE", "avg()", "among the metrics"),
        ("statetime(fault)", "FORMULA_USE", "statetime()", "among the metrics"),
        ("if(falt, 0, 1)", "DANGLING_REFERENCE", "falt", "fault? one of"),
        ("1 + 1", "FORMULA_USE", "no variable", "at least one variable"),
        ("rated_speed / rated_speed", "FORMULA_USE", "only attributes: rated_speed", "changes"),
        ("speed + flow", "UNIT_MISMATCH", "rpm and m³/h", "values of one unit"),
        ("gt(power, flow)", "UNIT_MISMATCH", "kW and m³/h", "values of one unit"),
        ("if(fault, speed, flow)", "UNIT_MISMATCH", "rpm and m³/h", "values of one unit"),
        ("sin(flow)", "UNIT_MISMATCH", "m³/h", "a pure number"),
        ("flow", "UNIT_MISMATCH", "m³/h", "no unit (a pure number)"),
        ("ready + fault", "FORMULA_CYCLE", "ready → ready", "measurements and attributes"),
        (" + ".join(["fault"] * 200), "FORMULA_LIMIT", "1597", "at most 1024"),
        ("abs(" * 11 + "fault" + ")" * 11, "FORMULA_LIMIT", "11", "at most 10"),
    )
] + [
    Mistake(f"{PUMP}.metrics.specific_energy.{key}", value, code,
            f"{PUMP}.metrics.specific_energy.{at or key}", found, expected)
    for key, value, at, code, found, expected in (
        ("formula", "pretrigger(power)", "", "FORMULA_USE", "pretrigger()", "among the transforms"),
        ("formula", "avg(power / flow)", "", "FORMULA_USE", "flow, power", "one variable in each"),
        ("formula", "last(power / flow)", "", "FORMULA_USE", "flow, power", "last(variable)"),
        ("formula", "statetime(availability)", "", "FORMULA_USE", "availability", "a measurement"),
        ("formula", "avg(power) * avg(flow)", "", "UNIT_MISMATCH", "kWh/m³", "kWh/m³ ("),
        ("unit", "Wh/m³", "formula", "UNIT_MISMATCH", "Wh/m³", "Wh/m³ ("),
        ("unit", "kWh/q", "", "UNIT_UNKNOWN", "'kWh/q'", "known unit, such as m³/h"),
        ("window", "8d", "", "FORMULA_USE", "'8d'", "from 1m to 1w"),
        ("variables", {"x": "power"}, "variables.x", "DANGLING_REFERENCE", "x", "flow, power"),
        ("variables", {"power": "pwr"}, "variables.power", "DANGLING_REFERENCE", "pwr", "power"),
        ("formula", "avg(power) / avg(flow) + 0 * availability", "", "UNIT_MISMATCH",
         "a pure number", "values of one unit"),
    )
]  # fmt: skip

VALUES = [
    Mistake(f"{PUMP}.measurements.speed.unit", "rmp", "UNIT_UNKNOWN",
            f"{PUMP}.measurements.speed.unit", "'rmp'", "rpm"),
    Mistake("twin.types.tank.measurements.inflow.unit", "m³//h", "UNIT_UNKNOWN",
            "twin.types.tank.measurements.inflow.unit", "'m³//h'", "symbols with ·"),
    Mistake(f"{PUMP}.measurements.running.unit", "%", "BAD_UNIT",
            f"{PUMP}.measurements.running.unit", "%", "no unit"),
    Mistake(f"{PUMP}.alarms.high_vibration.unit", "m/s", "UNIT_MISMATCH",
            f"{PUMP}.alarms.high_vibration.unit", "m/s", "mm/s"),
    Mistake(f"{PUMP}.commands.set_speed.unit", "Hz", "UNIT_MISMATCH",
            f"{PUMP}.commands.set_speed.unit", "Hz", "rpm"),
    Mistake(f"{PUMP}.commands.set_speed.interlocks.1.unit", "K", "UNIT_MISMATCH",
            f"{PUMP}.commands.set_speed.interlocks[1].unit", "K", "°C"),
    Mistake(f"{PUMP}.commands.set_speed.interlocks.1.unit", "Celsius", "UNIT_UNKNOWN",
            f"{PUMP}.commands.set_speed.interlocks[1].unit", "'Celsius'", "known unit"),
    Mistake("twin.types.station.measurements.total_flow.range", [120, 0], "BAD_RANGE",
            "twin.types.station.measurements.total_flow.range", "[120.0, 0.0]", "[0, 120]"),
    Mistake("twin.types.station.measurements.total_flow.range", [0, 1e11], "BAD_VALUE",
            "twin.types.station.measurements.total_flow.range", "100000000000.0", "10^10"),
    Mistake(f"{PUMP}.measurements.running.range", [0, 1], "BAD_RANGE",
            f"{PUMP}.measurements.running.range", "[0.0, 1.0]", "no range"),
    Mistake(f"{PUMP}.measurements.running.dead_band", 1, "BAD_RANGE",
            f"{PUMP}.measurements.running.dead_band", "1", "no dead_band"),
    Mistake(f"{PUMP}.measurements.flow.dead_band", 60, "BAD_RANGE",
            f"{PUMP}.measurements.flow.dead_band", "60 of a range of 60", "a small part"),
    Mistake(f"{PUMP}.alarms.high_vibration.threshold", 71, "OUT_OF_RANGE",
            f"{PUMP}.alarms.high_vibration.threshold", "71", "[0, 30]"),
    Mistake(f"{PUMP}.alarms.high_vibration.dead_band", 30, "OUT_OF_RANGE",
            f"{PUMP}.alarms.high_vibration.dead_band", "30", "less than the range"),
    Mistake(f"{PUMP}.commands.set_speed.maximum", 2000, "OUT_OF_RANGE",
            f"{PUMP}.commands.set_speed.maximum", "2000", "[0, 1800]"),
    Mistake(f"{PUMP}.commands.set_speed.minimum", -1, "OUT_OF_RANGE",
            f"{PUMP}.commands.set_speed.minimum", "-1", "[0, 1800]"),
    Mistake(f"{PUMP}.commands.set_speed.minimum", 1700, "BAD_RANGE",
            f"{PUMP}.commands.set_speed.maximum", "1700 to 1600", "above the minimum of 1700"),
    Mistake(f"{PUMP}.models.pump.step_seconds", 61, "OUT_OF_RANGE",
            f"{PUMP}.models.pump.step_seconds", "61", "at most horizon_seconds: 60"),
    Mistake(f"{PUMP}.attributes.rated_speed.default", "fast", "WRONG_TYPE",
            f"{PUMP}.attributes.rated_speed.default", "'fast'", "a number"),
    Mistake(f"{PUMP}.attributes.rated_speed.default", 1e11, "BAD_VALUE",
            f"{PUMP}.attributes.rated_speed.default", "100000000000.0", "10^10"),
    Mistake("twin.assets.P-101.attributes", {"rated_speed": True}, "WRONG_TYPE",
            "twin.assets.P-101.attributes.rated_speed", "True", "a number"),
    Mistake("features", {"iot": False, "edge": True}, "FEATURE_NEEDS", "features.edge",
            "true", "iot: true"),
    Mistake("features", {"iot": False, "simulation": True}, "FEATURE_NEEDS",
            "features.simulation", "true", "iot: true"),
]  # fmt: skip

QUOTAS = [
    Mistake("twin.types.tank.measurements", {f"level{n}" if n else "level": {"unit": "m"}
            for n in range(500)}, "QUOTA_EXCEEDED", "twin.types.tank", "506", "at most 500"),
    Mistake("twin", {
            "types": {f"type{n}": {} for n in range(11)},
            "assets": {f"A{n}": {"type": f"type{n}"} | ({"parent": f"A{n - 1}"} if n else {})
                       for n in range(11)}},
            "QUOTA_EXCEEDED", "twin.assets.A10.parent", "11", "at most 10"),
    Mistake("twin", {
            "types": {"hall": {}} | {f"type{n}": {} for n in range(21)},
            "assets": {"A0": {"type": "hall"}} | {
                f"B{n}": {"type": f"type{n}", "parent": "A0"} for n in range(21)}},
            "QUOTA_EXCEEDED", "twin.types.hall", "21", "at most 20"),
    Mistake("twin", {
            "types": {"tank": {}, "hall": {}},
            "assets": {"A0": {"type": "hall"}} | {
                f"B{n}": {"type": "tank", "parent": "A0"} for n in range(2001)}},
            "QUOTA_EXCEEDED", "twin.assets.A0", "2001", "at most 2000"),
]  # fmt: skip


CALIBRATION = f"{PUMP}.models.pump.calibration"

CALIBRATIONS = [
    Mistake(f"{CALIBRATION}.parameters.ware", {"minimum": 0, "maximum": 1}, "DANGLING_REFERENCE",
            f"{CALIBRATION}.parameters.ware", "ware", "wear?"),
    Mistake(f"{CALIBRATION}.parameters", {}, "BAD_VALUE",
            f"{CALIBRATION}.parameters", "", "at least 1"),
    Mistake(f"{CALIBRATION}.parameters.wear.maximum", 0, "OUT_OF_RANGE",
            f"{CALIBRATION}.parameters.wear.maximum", "0", "more than minimum: 0"),
    Mistake(f"{CALIBRATION}.parameters.wear.minimum", 0.1, "OUT_OF_RANGE",
            f"{CALIBRATION}.parameters.wear", "0.05", "from 0.1 to 0.6"),
    Mistake(f"{CALIBRATION}.parameters.wear.log_scale", True, "OUT_OF_RANGE",
            f"{CALIBRATION}.parameters.wear.minimum", "0", "more than 0"),
    Mistake(f"{CALIBRATION}.outputs.head", {}, "DANGLING_REFERENCE",
            f"{CALIBRATION}.outputs.head", "head", "one of flow, power"),
    Mistake(f"{CALIBRATION}.outputs.flow.noise", 0, "BAD_VALUE",
            f"{CALIBRATION}.outputs.flow.noise", "0", "greater than 0"),
    Mistake(f"{CALIBRATION}.operating_range.sped", {"minimum": 0, "maximum": 1},
            "DANGLING_REFERENCE", f"{CALIBRATION}.operating_range.sped", "sped", "speed?"),
    Mistake(f"{CALIBRATION}.operating_range.speed.maximum", 600, "OUT_OF_RANGE",
            f"{CALIBRATION}.operating_range.speed.maximum", "600", "more than minimum: 600"),
    Mistake(f"{CALIBRATION}.sample_seconds", 600, "OUT_OF_RANGE",
            f"{CALIBRATION}.sample_seconds", "600", "to 180"),
    Mistake(f"{CALIBRATION}.held_out_share", 0.6, "OUT_OF_RANGE",
            f"{CALIBRATION}.held_out_share", "0.8 held back", "at most 0.7"),
    Mistake(f"{CALIBRATION}.gate", {"interval_probability": 0.99}, "OUT_OF_RANGE",
            f"{CALIBRATION}.minimum_samples", "24 samples for 0.99", "at least 99"),
    Mistake(f"{CALIBRATION}.method", "guess", "BAD_VALUE",
            f"{CALIBRATION}.method", "'guess'", "auto"),
    Mistake(f"{CALIBRATION}.drift", {"shift": {"reference": 10}}, "BAD_VALUE",
            f"{CALIBRATION}.drift.shift.reference", "10", "greater than or equal to 20"),
    Mistake(f"{CALIBRATION}.drift", {"shift": {"average_run_length": 1}}, "BAD_VALUE",
            f"{CALIBRATION}.drift.shift.average_run_length", "1", "greater than or equal to 50"),
    Mistake(f"{CALIBRATION}.drift", {"shift": {"sigmas": 1}}, "UNKNOWN_KEY",
            f"{CALIBRATION}.drift.shift.sigmas", "sigmas", "reference"),
    Mistake(f"{CALIBRATION}.window_source", "influx", "BAD_VALUE",
            f"{CALIBRATION}.window_source", "influx", "influxdb, s3, sitewise"),
    Mistake(f"{CALIBRATION}.window_source", "influxdb", "FEATURE_NEEDS",
            f"{CALIBRATION}.window_source", "influxdb", "features.influxdb"),
]  # fmt: skip


def spoil(content: Content, mistake: Mistake) -> None:
    holder: Any = content
    *way, last = mistake.at.split(".")
    for part in way:
        holder = holder[int(part)] if part.isdigit() else holder.setdefault(part, {})
    if mistake.value is ABSENT:
        del holder[last]
    else:
        holder[last] = mistake.value


def name_of(mistake: object) -> str:
    assert isinstance(mistake, Mistake)
    return f"{mistake.code}-{mistake.at}"


def test_the_demo_has_no_mistake(demo: Content, findings: Check) -> None:
    assert findings(demo) == ()


@pytest.mark.parametrize(
    "mistake",
    [*SCHEMA, *RETIRED, *REFERENCES, *FORMULAS, *VALUES, *QUOTAS, *CALIBRATIONS],
    ids=name_of,
)
def test_one_mistake_is_one_finding(mistake: Mistake, demo: Content, findings: Check) -> None:
    spoil(demo, mistake)
    found = findings(demo)
    assert len({(one.code, one.key) for one in found}) == 1, "\n".join(map(str, found))
    finding = found[0]
    assert (finding.code, finding.key) == (mistake.code, mistake.key), finding
    assert mistake.found in finding.found, finding
    assert mistake.expected in finding.expected, finding
    assert finding.line > 0
