"""From the entities of a workspace to the graph that is queried; pure.

A relationship is a property of that type; beside these every entity is the child of its parent by
the relationship `isChildOf`, which comes with the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import data_values
from twin_local.services.iottwinmaker.component_views import Component
from twin_local.services.iottwinmaker.query.graph import Edge, Graph, Node, build

IS_CHILD_OF = "isChildOf"


def graph_of(entities: Iterable[tuple[Json, list[Component]]]) -> Graph:
    """Return the graph of some entities with their components."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    for entity, components in entities:
        nodes.append(Node(entity["entityId"], _fields(entity, components)))
        edges += _edges(entity, components)
    return build(nodes, edges)


def _fields(entity: Json, components: list[Component]) -> Json:
    return {
        **{key: entity[key] for key in ("arn", "entityId", "entityName", "workspaceId")},
        "description": entity["description"],
        "parentEntityId": entity["parentEntityId"],
        "creationDate": int(entity["creationDateTime"] * 1000),
        "lastUpdateDate": int(entity["updateDateTime"] * 1000),
        "components": [_component(one) for one in components],
    }


def _component(one: Component) -> Json:
    return {
        "componentName": one.name,
        "componentTypeId": one.type.name,
        **({"componentPath": one.path} if "/" in one.path else {}),
        "properties": [_property(name, item) for name, item in one.properties.items()],
    }


def _property(name: str, item: Json) -> Json:
    value = {"propertyValue": data_values.plain(item["value"])} if "value" in item else {}
    return {"propertyName": name, **value, "definition": item["definition"]}


def _edges(entity: Json, components: list[Component]) -> Iterator[Edge]:
    key, parent = entity["entityId"], entity["parentEntityId"]
    about = {"relationshipName": IS_CHILD_OF, "sourceEntityId": key, "targetEntityId": parent}
    yield Edge(IS_CHILD_OF, key, parent, about)
    for component in components:
        for name, item in component.properties.items():
            for one in data_values.relationships(item.get("value", {})):
                if target := one.get("targetEntityId"):
                    yield Edge(name, key, target, _edge_fields(name, key, target, component))


def _edge_fields(name: str, source: str, target: str, component: Component) -> Json:
    return {
        "relationshipName": name,
        "sourceEntityId": source,
        "targetEntityId": target,
        "sourceComponentName": component.name,
        "sourceComponentTypeId": component.type.name,
    }
