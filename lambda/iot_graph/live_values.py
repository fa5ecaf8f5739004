"""Filters by what is measured: `speed > 1000` asks SiteWise for the speeds.

Attributes and other properties of the graph are those of the site file and cost no call.
"""

from __future__ import annotations

from collections.abc import Sequence

from twin.graph.elements import Node
from twin.graph.errors import FilterTooWide
from twin.graph.filters import Filter
from twin.graph.graph import Graph
from twin.identity import member_id
from twin.telemetry.sample import Value
from twin_runtime import clients
from twin_runtime.values import latest_samples

MAXIMUM_READ = 1_280
"""Ten calls of SiteWise."""


def passing(graph: Graph, nodes: Sequence[Node], wanted: Filter) -> list[Node]:
    """Return the nodes that pass a filter.

    Raises:
        FilterTooWide: more than 1,280 values would have to be read.
    """
    aliases = {
        (node.id, name): signal.name
        for node, name in wanted.names_beside(nodes)
        if (signal := graph.nodes.get(f"signal:{member_id(node.name, name)}")) is not None
    }
    values = _read(sorted(set(aliases.values())))
    live: dict[str, dict[str, Value]] = {}
    for (node_id, name), alias in aliases.items():
        live.setdefault(node_id, {})[name] = values.get(alias)
    return [node for node in nodes if wanted.passes(node, live.get(node.id, {}))]


def _read(aliases: Sequence[str]) -> dict[str, Value]:
    if not aliases:
        return {}
    if len(aliases) > MAXIMUM_READ:
        raise FilterTooWide(
            "the filter needs the values of too many signals",
            found=str(len(aliases)),
            expected=f"at most {MAXIMUM_READ}; name a type",
            where="type",
        )
    samples = latest_samples(clients.iotsitewise(), aliases)
    # A value that is not good decides nothing.
    return {alias: one.value for alias, one in samples.items() if one.quality == "GOOD"}
