"""What the graph is made of: nodes with their properties, and named edges from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from twin.telemetry.sample import Value

Kind = Literal["asset", "signal", "alarm", "command", "model", "scene", "mesh"]
Direction = Literal["out", "in", "any"]

KINDS: tuple[Kind, ...] = ("asset", "signal", "alarm", "command", "model", "scene", "mesh")
DIRECTIONS: tuple[Direction, ...] = ("out", "in", "any")

OWN_RELATIONS = frozenset(
    {
        "child_of",
        "property_of",
        "alarm_of",
        "watches",
        "command_of",
        "reported_by",
        "interlocked_by",
        "model_of",
        "input_of",
        "predicts",
        "writes",
        "shows",
    }
)
"""What the edges are called that every site has; relations of a site file have other names."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the twin; its `id` is its kind and its name there: `asset:P-101`.

    `name` is what it is called elsewhere (a signal's alias, an alarm's id), `type` what kind of
    its kind it is (an asset's equipment type, a signal's kind), `asset` the asset it belongs to.
    """

    id: str
    kind: Kind
    name: str
    title: str
    type: str
    asset: str | None
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` stands in `relation` to `target`; both are ids of nodes."""

    source: str
    relation: str
    target: str


def node_id(kind: Kind, name: str) -> str:
    """Return the id of a node."""
    return f"{kind}:{name}"
