"""A state machine's definition as a graph: states, transitions, and the branches inside of states.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twin_local.server.observation.executions.conditions import condition

State = Mapping[str, Any]


@dataclass(frozen=True)
class Edge:
    """One transition; `kind` is `next`, `choice`, `default` or `catch`, `label` its condition."""

    source: str
    target: str
    kind: str
    label: str = ""


@dataclass(frozen=True)
class Node:
    """One state; `branches` are those of a Parallel, or the one that a Map runs for each item.

    `resource` is what a Task calls.
    """

    name: str
    type: str
    resource: str
    branches: tuple[Graph, ...] = ()


@dataclass(frozen=True)
class Graph:
    """One scope of states; `ends` are the states at which it ends."""

    start: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    ends: tuple[str, ...]


def graph_of(definition: State) -> Graph:
    """Return the graph of a definition, or of a branch."""
    states: Mapping[str, State] = definition["States"]
    return Graph(
        start=str(definition["StartAt"]),
        nodes=tuple(_node(name, state) for name, state in states.items()),
        edges=tuple(edge for name, state in states.items() for edge in _edges(name, state)),
        ends=tuple(name for name, state in states.items() if _ends(state)),
    )


def _node(name: str, state: State) -> Node:
    branches = tuple(graph_of(branch) for branch in _branches(state))
    return Node(name, str(state["Type"]), _resource(state), branches)


def _branches(state: State) -> Sequence[State]:
    if state["Type"] == "Parallel":
        return list(state["Branches"])
    if state["Type"] == "Map":
        return [state.get("ItemProcessor") or state["Iterator"]]
    return []


def _edges(name: str, state: State) -> Iterator[Edge]:
    for rule in state.get("Choices", ()):
        yield Edge(name, str(rule["Next"]), "choice", condition(rule))
    if "Default" in state:
        yield Edge(name, str(state["Default"]), "default", "otherwise")
    if "Next" in state:
        yield Edge(name, str(state["Next"]), "next")
    for catcher in state.get("Catch", ()):
        yield Edge(name, str(catcher["Next"]), "catch", ", ".join(catcher["ErrorEquals"]))


def _ends(state: State) -> bool:
    return bool(state.get("End")) or state["Type"] in ("Succeed", "Fail")


def _resource(state: State) -> str:
    """Return what a Task calls, without what all such ARNs begin with."""
    resource = str(state.get("Resource", ""))
    parts = resource.split(":")
    return ":".join(parts[5:]) if resource.startswith("arn:") else resource
