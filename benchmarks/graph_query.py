"""Questions about the graph of a twin of 10,000 entities; the target is 50 ms each.

Measured in this process, without HTTP, with the bodies as they are answered. The reference beside
the target is networkx over the same graph, where it is installed; it is no dependency of ours.
"""

from __future__ import annotations

import importlib
import random
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from benchmarks.harness import Result, percentile
from twin.graph.elements import Edge, Node
from twin.graph.filters import parse_filter
from twin.graph.graph import Graph
from twin.graph.paths import shortest_paths
from twin.graph.walks import neighbours, tree

ENTITIES = 10_000
RUNS = 60
TARGET_MS = 50.0
NONE: frozenset[str] = frozenset()


def run() -> list[Result]:
    """Measure each kind of question, 60 times with other nodes each."""
    nodes, edges = elements()
    graph = Graph(nodes, edges)
    results = [_timed("graph: index of 10,000 entities", lambda: Graph(nodes, edges), runs=5)[0]]
    for name, ask in questions(graph).items():
        results += _timed(f"graph: {name}", ask)
    return results + _networkx(edges)


def questions(graph: Graph) -> dict[str, Callable[[], object]]:
    """Return one question of each kind, that picks other nodes whenever it is asked."""
    pick = random.Random(7)
    wanted = parse_filter("rated_power > 10 and site = 'north'")

    def asset() -> str:
        return f"asset:a{pick.randrange(ENTITIES):05}"

    def by_property() -> list[Node]:
        return [node for node in graph.select("asset", "pump") if wanted.passes(node, {})]

    return {
        "whole asset tree": lambda: list(tree(graph)),
        "tree below an asset, a page": lambda: list(islice(tree(graph, asset()), 100)),
        "neighbours": lambda: list(neighbours(graph, asset(), "any", NONE)),
        "shortest path, any direction": lambda: shortest_paths(
            graph, asset(), asset(), most_edges=20, most_paths=1
        ),
        "shortest path along one relation": lambda: shortest_paths(
            graph, asset(), asset(), direction="out", relations=frozenset({"feeds"}),
            most_edges=20, most_paths=1,
        ),
        "by type": lambda: graph.select("asset", "pump"),
        "by type and property": by_property,
        "one node by name": lambda: graph.find(asset()),
    }  # fmt: skip


def elements() -> tuple[list[Node], list[Edge]]:
    """Return a tree of assets, ten below each, that feed one another at random."""
    pick = random.Random(3)
    names = [f"a{number:05}" for number in range(ENTITIES)]
    nodes = [_asset(number, name) for number, name in enumerate(names)]
    edges = []
    for number in range(1, ENTITIES):
        parent, target = names[(number - 1) // 10], names[pick.randrange(ENTITIES)]
        edges.append(Edge(f"asset:{names[number]}", "child_of", f"asset:{parent}"))
        edges.append(Edge(f"asset:{names[number]}", "feeds", f"asset:{target}"))
    return nodes, edges


def _asset(number: int, name: str) -> Node:
    kind = "pump" if number % 3 else "tank"
    properties: dict[str, Any] = {
        "rated_power": float(number % 20),
        "site": "north" if number % 2 else "south",
    }
    return Node(f"asset:{name}", "asset", name, f"{kind} {number}", kind, name, properties)


def _timed(name: str, ask: Callable[[], object], *, runs: int = RUNS) -> list[Result]:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - start))
    return [
        Result(f"{name}, p{percent}", percentile(times, percent), "ms", "target", TARGET_MS)
        for percent in (50, 95)
    ]


def _networkx(edges: list[Edge]) -> list[Result]:
    """Return how long networkx takes for a path, for comparison."""
    try:
        networkx: Any = importlib.import_module("networkx")
    except ModuleNotFoundError:
        return []
    graph = networkx.Graph((edge.source, edge.target) for edge in edges)
    pick = random.Random(7)

    def ask() -> None:
        ends = (f"asset:a{pick.randrange(ENTITIES):05}" for _ in range(2))
        networkx.shortest_path(graph, *ends)

    return _timed("networkx: shortest path, any direction", ask)
