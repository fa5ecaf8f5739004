"""The site document holds everything the site file states, under names that follow from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from twin.compile import compile_site
from twin.definition import SiteDefinition
from twin.definition.alarm import PRIORITIES
from twin.site_calibration import ModelCalibration, ShiftRule
from twin.site_document import SiteDocument

Content = dict[str, Any]
SiteOf = Callable[[Content], SiteDefinition]


def types_of(content: Content) -> list[tuple[str, Content]]:
    """Return each asset id with the content of its type."""
    twin = content["twin"]
    return [(id_, twin["types"][asset["type"]]) for id_, asset in twin["assets"].items()]


def names_of(content: Content, *kinds: str) -> set[tuple[str, str]]:
    interfaces = content["twin"].get("interfaces", {})
    return {
        (asset, name)
        for asset, kind_of in types_of(content)
        for one in (kind_of, *(interfaces[name] for name in kind_of.get("implements", ())))
        for kind in kinds
        for name in one.get(kind, {})
    }


def test_every_asset_of_the_file_is_there(content: Content, document: SiteDocument) -> None:
    stated = content["twin"]["assets"]
    assert [asset.id for asset in document.assets] == list(stated)
    for asset in document.assets:
        assert asset.type == stated[asset.id]["type"]
        assert asset.parent == stated[asset.id].get("parent")
        assert asset.title == stated[asset.id]["title"]


def test_every_property_of_every_asset_is_a_signal(
    content: Content, document: SiteDocument
) -> None:
    stated = names_of(content, "attributes", "measurements", "transforms", "metrics")
    made = {(one.asset, one.name) for one in document.signals if one.kind != "prediction"}
    assert made == stated
    for signal in document.signals:
        assert signal.alias == f"/demo/{signal.asset}/{signal.name}"


def test_aliases_are_unique(document: SiteDocument) -> None:
    aliases = [signal.alias for signal in document.signals]
    aliases += [alarm.state_alias for alarm in document.alarms]
    assert len(set(aliases)) == len(aliases)


def test_every_alarm_of_the_file_is_there(content: Content, document: SiteDocument) -> None:
    assert {(one.asset, one.name) for one in document.alarms} == names_of(content, "alarms")
    for alarm in document.alarms:
        kind = dict(types_of(content))[alarm.asset]
        stated = kind["alarms"][alarm.name]
        assert alarm.id == f"{alarm.asset}.{alarm.name}"
        assert alarm.signal == f"/demo/{alarm.asset}/{stated['signal']}"
        assert (alarm.threshold, alarm.comparison) == (stated["threshold"], stated["comparison"])
        assert alarm.priority == PRIORITIES[stated["priority"]]
        assert alarm.signal in document.signal_by_alias


def test_every_command_of_the_file_is_there(content: Content, document: SiteDocument) -> None:
    assert {(one.asset, one.name) for one in document.commands} == names_of(content, "commands")
    for command in document.commands:
        kind = dict(types_of(content))[command.asset]
        stated = kind["commands"][command.name]
        assert (command.minimum, command.maximum) == (stated["minimum"], stated["maximum"])
        assert command.unit == kind["measurements"][stated["feedback"]]["unit"]
        assert command.address == f"ns=2;s={command.asset}.{command.name}"
        for interlock in command.interlocks:
            assert interlock.signal in document.signal_by_alias


def test_an_interlock_of_another_asset_and_one_of_its_own(document: SiteDocument) -> None:
    first, second = document.command_by_id["P-102.set_speed"].interlocks
    assert first.signal == "/demo/T-101/level"
    assert second.signal == "/demo/P-102/motor_temperature"


def test_a_model_reads_and_writes_signals_that_exist(document: SiteDocument) -> None:
    assert set(document.model_by_id) == {"P-101.pump", "P-102.pump"}
    for model in document.models:
        aliases = [alias for _, alias in model.inputs]
        aliases += [model.version_alias, model.valid_alias, model.validity_alias]
        for one in model.predictions:
            aliases += [one.measured, *one.written]
        assert set(aliases) <= set(document.signal_by_alias)


def test_errors_that_shift_start_a_calibration_unless_the_site_says_no(
    document: SiteDocument, content: Content, site_of: SiteOf
) -> None:
    settings = document.model_by_id["P-101.pump"].calibration
    assert settings is not None
    assert settings.drift.shift == ShiftRule(96, 30.0, 150.0)
    assert ModelCalibration.from_raw(json.loads(json.dumps(asdict(settings)))) == settings

    stated = content["twin"]["types"]["pump"]["models"]["pump"]["calibration"]
    for shift, expected in (
        ({"reference": 20, "spacing_minutes": 0.0}, ShiftRule(20, 0.0, 150.0)),
        (None, None),
    ):
        stated["drift"] = {"shift": shift}
        changed = compile_site(site_of(content)).model_by_id["P-101.pump"].calibration
        assert changed is not None and changed.drift.shift == expected


def test_a_prediction_has_the_unit_and_range_of_what_is_measured(document: SiteDocument) -> None:
    measured = document.signal_by_alias["/demo/P-101/flow"]
    for name in ("flow_predicted", "flow_predicted_lower", "flow_predicted_upper"):
        predicted = document.signal_by_alias[f"/demo/P-101/{name}"]
        assert predicted.kind == "prediction"
        assert (predicted.unit, predicted.range_high) == (measured.unit, measured.range_high)


def test_only_measurements_have_an_address(document: SiteDocument) -> None:
    for signal in document.signals:
        expected = f"ns=2;s={signal.asset}.{signal.name}" if signal.kind == "measurement" else None
        assert signal.address == expected


def test_an_asset_may_differ_from_its_type(content: Content, site_of: SiteOf) -> None:
    asset = content["twin"]["assets"]["P-102"]
    asset |= {
        "addresses": {"speed": "i=7", "set_speed": "i=8"},
        "mesh_node": "pump-b",
    }
    document = compile_site(site_of(content))
    assert document.signal_by_alias["/demo/P-102/speed"].address == "i=7"
    assert document.command_by_id["P-102.set_speed"].address == "i=8"
    assert document.command_by_id["P-101.set_speed"].address == "ns=2;s=P-101.set_speed"
    nodes = {asset.id: asset.mesh_node for asset in document.assets}
    assert (nodes["P-102"], nodes["P-101"], nodes["PS-1"]) == ("pump-b", "P-101", None)


def test_the_scene_and_the_edge_device_follow_from_the_file(document: SiteDocument) -> None:
    (model,) = document.scene
    assert (model.asset_key, model.source) == ("station", "sites/demo/station.step")
    assert model.position_metres == (0.0, 0.0, 0.0)
    assert document.thing_name == "demo-edge"
    assert document.plc_endpoint == "opc.tcp://127.0.0.1:4840/"


def test_compiling_twice_gives_the_same_bytes(definition: SiteDefinition) -> None:
    assert compile_site(definition).to_json() == compile_site(definition).to_json()


def test_the_order_of_the_file_changes_no_name(content: Content, site_of: SiteOf) -> None:
    def everything(site: SiteDefinition) -> dict[str, set[object]]:
        document = compile_site(site)
        return {
            name: set(getattr(document, name))
            for name in ("assets", "signals", "alarms", "commands", "models", "scene")
        }

    before = everything(site_of(content))
    assert everything(site_of(reversed_mappings(content))) == before


def reversed_mappings(value: Any) -> Any:  # noqa: ANN401 - any YAML value
    if isinstance(value, dict):
        # The order of a model's inputs is part of the model.
        return {
            key: inner if key in ("inputs", "outputs", "parameters") else reversed_mappings(inner)
            for key, inner in reversed(value.items())
        }
    return value
