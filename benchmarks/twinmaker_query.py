"""Graph queries of the local TwinMaker on 10,000 entities; the target is 50 ms each."""

from __future__ import annotations

from benchmarks.harness import Result, seconds
from twin_local.services.iottwinmaker.query.evaluation import Prepared, shown
from twin_local.services.iottwinmaker.query.graph import Edge, Graph, Node, build
from twin_local.services.iottwinmaker.query.matching import Budget

ENTITIES = 10_000
TARGET_MS = 50.0
QUERIES = {
    "one entity by its id": "SELECT e FROM EntityGraph MATCH (e) WHERE e.entityId = 'e05000'",
    "entities by a part of their name": (
        "SELECT e FROM EntityGraph MATCH (e) WHERE e.entityName LIKE '%999%'"
    ),
    "all below an entity": (
        "SELECT e FROM EntityGraph MATCH (e)-[:isChildOf]->{1,5}(p) WHERE p.entityId = 'e00005'"
    ),
    "paths of five hops": (
        "SELECT p FROM EntityGraph MATCH p = (a)-[:feeds]->{1,5}(b) WHERE a.entityId = 'e00005'"
    ),
    "a value in every property": (
        "SELECT e.entityId FROM EntityGraph MATCH (e), e.components AS c, c.properties AS p"
        " WHERE p.propertyName = 'p0' AND p.propertyValue = 77"
    ),
}


def run() -> list[Result]:
    """Measure each query in this process, without HTTP."""
    graph = plant()
    return [
        Result(
            name=f"TwinMaker: {name}",
            value=1000 * seconds(lambda query=query: ask(graph, query)),  # type: ignore[misc]
            unit="ms",
            reference="target",
            reference_value=TARGET_MS,
        )
        for name, query in QUERIES.items()
    ]


def ask(graph: Graph, query: str) -> list[list[object]]:
    """Return all rows of a query as they stand in answers."""
    return [[shown(one) for one in row] for row in Prepared(query).rows(graph, Budget())]


def plant() -> Graph:
    """Return a tree of entities, ten below each, that feed one another in a row."""
    nodes = [Node(_key(number), _fields(number)) for number in range(ENTITIES)]
    edges = []
    for number in range(1, ENTITIES):
        before, parent = _key(number - 1), _key((number - 1) // 10)
        edges.append(_edge("isChildOf", _key(number), parent))
        edges.append(_edge("feeds", before, _key(number)))
    return build(nodes, edges)


def _key(number: int) -> str:
    return f"e{number:05}"


def _fields(number: int) -> dict[str, object]:
    properties = [
        {"propertyName": f"p{index}", "propertyValue": number + index, "definition": {}}
        for index in range(3)
    ]
    component = {"componentName": "main", "componentTypeId": "pump", "properties": properties}
    return {
        "entityId": _key(number),
        "entityName": f"pump {number}",
        "components": [component],
    }


def _edge(name: str, source: str, target: str) -> Edge:
    fields = {"relationshipName": name, "sourceEntityId": source, "targetEntityId": target}
    return Edge(name, source, target, fields)
