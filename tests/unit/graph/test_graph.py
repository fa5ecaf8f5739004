"""Nodes and edges of a compiled site, how they are found, and filters by properties."""

from __future__ import annotations

from typing import Any

import pytest

from twin.graph.elements import KINDS, OWN_RELATIONS, Edge, Node
from twin.graph.errors import AmbiguousNode, BadFilter, UnknownNode, UnknownRelation
from twin.graph.filters import parse_filter
from twin.graph.graph import Graph
from twin.site_document import SiteDocument


def test_the_edges_that_every_site_has_are_those_that_site_files_may_not_name(
    graph: Graph,
) -> None:
    assert graph.relations == OWN_RELATIONS | {"feeds"}


def test_everything_of_the_site_is_a_node(graph: Graph, related: SiteDocument) -> None:
    counts = {kind: len(graph.select(kind)) for kind in KINDS}
    assert counts == {
        "asset": len(related.assets),
        "signal": len(related.signals),
        "alarm": len(related.alarms),
        "command": len(related.commands),
        "model": len(related.models),
        "scene": len(related.scene),
        "mesh": sum(asset.mesh_node is not None for asset in related.assets),
    }
    assert sum(counts.values()) == len(graph.nodes) == len(graph.select())
    assert all(counts[kind] for kind in KINDS)


def test_every_edge_joins_two_nodes(graph: Graph) -> None:
    for node in graph.nodes:
        for edge in graph.edges(node):
            assert {edge.source, edge.target} <= set(graph.nodes)
            assert node in (edge.source, edge.target)


def test_members_hang_on_their_assets_and_signals(graph: Graph, related: SiteDocument) -> None:
    (alarm,) = (one for one in related.alarms if one.id == "P-101.high_vibration")
    targets = {e.relation: e.target for e in graph.edges(f"alarm:{alarm.id}", "out")}
    assert targets == {"alarm_of": "asset:P-101", "watches": graph.find(alarm.signal).id}
    command = graph.find("P-101.set_speed")
    assert {edge.relation for edge in graph.edges(command.id)} >= {"command_of", "reported_by"}
    model = related.models[0]
    predicts = frozenset({"predicts"})
    predicted = {edge.target for edge in graph.edges(f"model:{model.id}", "out", predicts)}
    assert predicted == {graph.find(one.measured).id for one in model.predictions}


def test_a_node_is_found_by_id_by_alias_and_by_name(graph: Graph) -> None:
    speed = graph.find("/demo/P-101/speed")
    assert speed is graph.find("signal:P-101.speed") is graph.find("P-101.speed")
    assert graph.find("P-101").kind == "asset"  # its mesh has the same name
    with pytest.raises(UnknownNode):
        graph.find("P-999")


def test_a_name_of_several_things_is_refused_with_their_ids() -> None:
    graph = Graph(
        [Node(f"{kind}:a.x", kind, "a.x", "x", "t", "a", {}) for kind in ("alarm", "command")], []
    )
    with pytest.raises(AmbiguousNode) as refused:
        graph.find("a.x")
    assert refused.value.expected == "alarm:a.x or command:a.x"


def test_types_are_those_of_the_kind(graph: Graph) -> None:
    assert [node.name for node in graph.select("asset", "pump")] == ["P-101", "P-102"]
    assert graph.select("asset", "measurement") == []
    assert {node.kind for node in graph.select(None, "measurement")} == {"signal"}


def test_a_relation_that_no_edge_has_is_refused_with_those_there_are(graph: Graph) -> None:
    assert graph.relation("feeds") == "feeds"
    with pytest.raises(UnknownRelation) as refused:
        graph.relation("feds")
    assert "feeds" in refused.value.expected


PUMP = Node(
    "asset:P", "asset", "P", "P", "pump", "P",
    {"rated_power": 15.0, "maker": "Ax's", "spare": False, "note": None},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("", True),
        ("rated_power > 10", True),
        ("rated_power>15", False),
        ("rated_power >= 15 and spare = false", True),
        ('rated_power == 1.5e1 AND maker = "Ax\'s"', True),
        ("maker != 'other'", True),
        ("maker > 3", False),
        ("rated_power = '15'", False),
        ("spare < true", False),
        ("spare = 0", False),
        ("note != 1", False),
        ("absent = 1", False),
        ("speed > 1000", True),
    ],
)
def test_a_filter_compares_like_with_like(text: str, passes: bool) -> None:
    assert parse_filter(text).passes(PUMP, {"speed": 1300.0}) is passes


@pytest.mark.parametrize(
    "text",
    ["power", "power >", "> 3", "power > 3 or x > 1", "power > 3 and", "a = 1 b = 2", "a ~ 3",
     "a = 'open", "a = 1; drop", "a = trueish", "x" * 1001],
)  # fmt: skip
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(BadFilter):
        parse_filter(text)


def test_a_filter_says_which_values_it_needs() -> None:
    wanted = parse_filter("rated_power > 1 and speed > 2")
    assert wanted.names_beside([PUMP]) == [(PUMP, "speed")]


def test_edges_are_those_of_both_ends(graph: Graph) -> None:
    edge = Edge("asset:P-101", "feeds", "asset:E-101")
    assert edge in list(graph.edges("asset:P-101", "out"))
    assert edge in list(graph.edges("asset:E-101", "in"))


def test_nothing_is_changed_by_asking(graph: Graph) -> None:
    before: dict[str, Any] = dict(graph.nodes)
    graph.select("asset", "no such type")
    assert list(graph.edges("asset:none")) == []
    assert dict(graph.nodes) == before
