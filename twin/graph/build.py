"""The compiled site as nodes and edges.

Edges that every site has: an asset is `child_of` its parent; a signal is a `property_of` its asset;
an alarm is an `alarm_of` its asset and `watches` a signal; a command is a `command_of` its asset,
`reported_by` a signal and `interlocked_by` others; a model is a `model_of` its asset, signals are
`input_of` it, it `predicts` measured signals and `writes` predictions; a mesh `shows` an asset.
The relations between assets that a site file names (`feeds`) are edges by that name.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.graph.elements import Edge, Node, node_id
from twin.identity import member_id
from twin.site_document import Alarm, Asset, Command, Signal, SimulationModel, SiteDocument
from twin.telemetry.sample import Value


def nodes_of(site: SiteDocument) -> Iterator[Node]:
    """Yield every node of a site."""
    attributes: dict[str, dict[str, Value]] = {asset.id: {} for asset in site.assets}
    for signal in site.signals:
        if signal.kind == "attribute":
            attributes[signal.asset][signal.name] = signal.default_value
    for asset in site.assets:
        yield _asset(asset, attributes[asset.id])
    yield from (_signal(signal) for signal in site.signals)
    yield from (_alarm(alarm) for alarm in site.alarms)
    yield from (_command(command) for command in site.commands)
    yield from (_model(model) for model in site.models)
    for scene in site.scene:
        key, source = scene.asset_key, {"source": scene.source}
        yield Node(node_id("scene", key), "scene", key, scene.title, "scene", None, source)
    for asset in site.assets:
        if (mesh := asset.mesh_node) is not None:
            yield Node(node_id("mesh", mesh), "mesh", mesh, mesh, "mesh", asset.id, {})


def edges_of(site: SiteDocument) -> Iterator[Edge]:
    """Yield every edge of a site."""
    signals = {signal.alias: signal_node(signal) for signal in site.signals}
    for asset in site.assets:
        yield from _asset_edges(asset)
    for signal in site.signals:
        yield Edge(signal_node(signal), "property_of", node_id("asset", signal.asset))
    for alarm in site.alarms:
        yield Edge(node_id("alarm", alarm.id), "alarm_of", node_id("asset", alarm.asset))
        yield Edge(node_id("alarm", alarm.id), "watches", signals[alarm.signal])
    for command in site.commands:
        yield from _command_edges(command, signals)
    for model in site.models:
        yield from _model_edges(model, signals)


def signal_node(signal: Signal) -> str:
    """Return the id of a signal's node; it has no slash, so that it is one segment of a path."""
    return node_id("signal", member_id(signal.asset, signal.name))


def _asset_edges(asset: Asset) -> Iterator[Edge]:
    own = node_id("asset", asset.id)
    if asset.parent is not None:
        yield Edge(own, "child_of", node_id("asset", asset.parent))
    for relation, target in asset.relations:
        yield Edge(own, relation, node_id("asset", target))
    if asset.mesh_node is not None:
        yield Edge(node_id("mesh", asset.mesh_node), "shows", own)


def _command_edges(command: Command, signals: dict[str, str]) -> Iterator[Edge]:
    own = node_id("command", command.id)
    yield Edge(own, "command_of", node_id("asset", command.asset))
    yield Edge(own, "reported_by", signals[command.feedback])
    for alias in dict.fromkeys(interlock.signal for interlock in command.interlocks):
        yield Edge(own, "interlocked_by", signals[alias])


def _model_edges(model: SimulationModel, signals: dict[str, str]) -> Iterator[Edge]:
    own = node_id("model", model.id)
    yield Edge(own, "model_of", node_id("asset", model.asset))
    for alias in dict.fromkeys(alias for _, alias in model.inputs):
        yield Edge(signals[alias], "input_of", own)
    for prediction in model.predictions:
        yield Edge(own, "predicts", signals[prediction.measured])
        for alias in prediction.written:
            yield Edge(own, "writes", signals[alias])


def _asset(asset: Asset, attributes: dict[str, Value]) -> Node:
    properties = {**attributes, "level": asset.level}
    name = asset.id
    return Node(node_id("asset", name), "asset", name, asset.title, asset.type, name, properties)


def _signal(signal: Signal) -> Node:
    properties: dict[str, Value] = {
        "unit": signal.unit,
        "data_type": signal.data_type,
        "range_low": signal.range_low,
        "range_high": signal.range_high,
    }
    return Node(
        signal_node(signal),
        "signal",
        signal.alias,
        signal.title,
        signal.kind,
        signal.asset,
        properties,
    )


def _alarm(alarm: Alarm) -> Node:
    properties: dict[str, Value] = {
        "priority": alarm.priority,
        "comparison": alarm.comparison,
        "threshold": alarm.threshold,
    }
    own = node_id("alarm", alarm.id)
    return Node(own, "alarm", alarm.id, alarm.title, alarm.name, alarm.asset, properties)


def _command(command: Command) -> Node:
    properties: dict[str, Value] = {
        "unit": command.unit,
        "minimum": command.minimum,
        "maximum": command.maximum,
    }
    own = node_id("command", command.id)
    return Node(own, "command", command.id, command.title, command.name, command.asset, properties)


def _model(model: SimulationModel) -> Node:
    properties: dict[str, Value] = {"schedule_minutes": model.schedule_minutes}
    own = node_id("model", model.id)
    return Node(own, "model", model.id, model.title, model.kind, model.asset, properties)
