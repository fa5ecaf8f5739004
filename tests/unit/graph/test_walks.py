"""The asset tree, neighbours and shortest paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.graph.elements import Edge, Node
from twin.graph.graph import Graph
from twin.graph.paths import shortest_paths
from twin.graph.walks import neighbours, tree
from twin.site_document import SiteDocument

ALL: frozenset[str] = frozenset()


def test_the_tree_has_every_asset_once_each_after_its_parent(
    graph: Graph, related: SiteDocument
) -> None:
    rows = list(tree(graph))
    names = [row.node.name for row in rows]
    assert sorted(names) == sorted(asset.id for asset in related.assets)
    parents = {asset.id: asset.parent for asset in related.assets}
    for row in rows:
        above = parents[row.node.name]
        assert row.parent == (above and f"asset:{above}")
        assert above is None or names.index(above) < names.index(row.node.name)
        assert row.children == list(parents.values()).count(row.node.name)


def test_the_tree_below_an_asset_begins_with_it_and_stops_at_a_depth(graph: Graph) -> None:
    below = [(row.node.name, row.depth) for row in tree(graph, "asset:P-101")]
    assert below == [("P-101", 0)]
    assert [row.depth for row in tree(graph, None, 0)] == [0]


def test_neighbours_are_filtered_by_direction_and_relation(graph: Graph) -> None:
    found = [one.node.id for one in neighbours(graph, "asset:E-101", "in", frozenset({"feeds"}))]
    assert found == ["asset:P-101", "asset:P-102"]
    found = [one.node.id for one in neighbours(graph, "asset:E-101", "out", frozenset({"feeds"}))]
    assert found == ["asset:T-101"]
    every = {one.edge.relation for one in neighbours(graph, "asset:P-101", "any", ALL)}
    assert {"child_of", "feeds", "property_of", "alarm_of", "command_of", "model_of"} <= every


def test_a_path_follows_the_relations_asked_for(graph: Graph) -> None:
    (path,) = shortest_paths(
        graph, "asset:P-101", "asset:T-101", relations=frozenset({"feeds"}), most_edges=5,
        most_paths=5, direction="out",
    )  # fmt: skip
    assert path.nodes == ("asset:P-101", "asset:E-101", "asset:T-101")
    assert [edge.relation for edge in path.edges] == ["feeds", "feeds"]


def test_against_the_arrows_there_is_no_path_outwards(graph: Graph) -> None:
    feeds = frozenset({"feeds"})
    ends = ("asset:T-101", "asset:P-101")
    found = shortest_paths(
        graph, *ends, direction="out", relations=feeds, most_edges=9, most_paths=1
    )
    assert found == []
    (back,) = shortest_paths(
        graph, *ends, direction="in", relations=feeds, most_edges=9, most_paths=1
    )
    assert back.nodes == ("asset:T-101", "asset:E-101", "asset:P-101")


def test_all_shortest_paths_are_found_up_to_the_limit(graph: Graph) -> None:
    feeds = frozenset({"feeds"})
    ends = ("asset:P-101", "asset:P-102")
    (path,) = shortest_paths(graph, *ends, relations=feeds, most_edges=9, most_paths=9)
    assert path.nodes == ("asset:P-101", "asset:E-101", "asset:P-102")
    square = Graph(
        [plain(name) for name in "abcd"],
        [Edge("a", "r", "b"), Edge("a", "r", "c"), Edge("b", "r", "d"), Edge("c", "r", "d")],
    )
    found = shortest_paths(square, "a", "d", most_edges=2, most_paths=9)
    assert {path.nodes for path in found} == {("a", "b", "d"), ("a", "c", "d")}
    assert len(shortest_paths(square, "a", "d", most_edges=2, most_paths=1)) == 1
    assert shortest_paths(square, "a", "d", most_edges=1, most_paths=9) == []


def test_a_node_is_at_no_distance_from_itself(graph: Graph) -> None:
    (path,) = shortest_paths(graph, "asset:P-101", "asset:P-101", most_edges=3, most_paths=3)
    assert (path.nodes, path.edges) == (("asset:P-101",), ())


def plain(name: str) -> Node:
    return Node(name, "asset", name, name, "t", name, {})


def distances(count: int, pairs: list[tuple[int, int]]) -> list[list[float]]:
    """Return the number of edges between all nodes, by Floyd and Warshall."""
    far = float("inf")
    table = [[0 if a == b else far for b in range(count)] for a in range(count)]
    for a, b in pairs:
        if a != b:
            table[a][b] = table[b][a] = 1
    for k in range(count):
        for a in range(count):
            for b in range(count):
                table[a][b] = min(table[a][b], table[a][k] + table[k][b])
    return table


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_paths_are_as_short_as_any(pairs: list[tuple[int, int]]) -> None:
    edges = [Edge(str(a), "r", str(b)) for a, b in dict.fromkeys(pairs)]
    graph = Graph([plain(str(number)) for number in range(8)], edges)
    expected = distances(8, pairs)
    for target in range(8):
        found = shortest_paths(graph, "0", str(target), most_edges=8, most_paths=50)
        assert bool(found) == (expected[0][target] < float("inf"))
        for path in found:
            assert len(path.edges) == expected[0][target]
            assert (path.nodes[0], path.nodes[-1]) == ("0", str(target))
            for near, edge, far in zip(path.nodes, path.edges, path.nodes[1:], strict=False):
                assert {edge.source, edge.target} == {near, far}


@pytest.mark.parametrize("direction", ["out", "in"])
def test_a_loop_ends(direction: str) -> None:
    graph = Graph([plain("a"), plain("b")], [Edge("a", "r", "a"), Edge("a", "r", "b")])
    found = shortest_paths(
        graph,
        "b",
        "a",
        direction=direction,  # type: ignore[arg-type]
        most_edges=9,
        most_paths=9,
    )
    assert len(found) == (direction == "in")
