"""The lists of entities, of their components and of their properties."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.component_types import ComponentTypes
from twin_local.services.iottwinmaker.component_views import Component, inside
from twin_local.services.iottwinmaker.entities import Entities
from twin_local.services.iottwinmaker.exceptions import (
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.pages import only, page
from twin_local.services.iottwinmaker.registry import Registry, dates, status

SUMMARY = ("entityId", "entityName", "arn", "parentEntityId", "description")


class EntityLists:
    """List entities, components and properties."""

    def __init__(self, registry: Registry, types: ComponentTypes, entities: Entities) -> None:
        self._registry, self._types, self._entities = registry, types, entities

    def operations(self) -> Operations:
        """Return the lists."""
        return {
            "ListEntities": self._list,
            "ListComponents": self._list_components,
            "ListProperties": self._list_properties,
        }

    def _list(self, request: Json) -> Json:
        workspace = request["workspace_id"]
        self._registry.workspace(workspace)
        wanted = only(request.get("filters"))
        if len(wanted) > 1:
            raise ValidationException("entities are listed by one filter")
        found = (self._summary(one) for one in self._filtered(workspace, wanted))
        return page(found, request, "entitySummaries")

    def _filtered(self, workspace: str, wanted: Json) -> Iterator[Json]:
        kind, external = wanted.get("componentTypeId"), wanted.get("externalId")
        parent = wanted.get("parentEntityId")
        for entity in self._registry.all("entity", workspace):
            if parent and entity["parentEntityId"] != parent:
                continue
            if kind and not any(one.type.is_a(kind) for one in self._entities.components(entity)):
                continue
            if external is None or external in self._external_ids(entity):
                yield entity

    def _external_ids(self, entity: Json) -> set[str]:
        return {
            str(item["value"].get("stringValue"))
            for one in self._entities.components(entity)
            for item in one.properties.values()
            if item["definition"]["isExternalId"] and "value" in item
        }

    def _summary(self, entity: Json) -> Json:
        children = self._entities.children(entity["workspaceId"], entity["entityId"])
        return {
            **{key: entity[key] for key in SUMMARY},
            **dates(entity),
            "status": status(entity),
            "hasChildEntities": bool(children),
        }

    def _list_components(self, request: Json) -> Json:
        entity = self._registry.find("entity", request["workspace_id"], request["entity_id"])
        found = self._entities.components(entity)
        path = request.get("component_path")
        if path and not any(one.path == path for one in found):
            raise ResourceNotFoundException(f"there is no component {path}")
        summaries = (one.summary() for one in inside(found, path))
        return page(summaries, request, "componentSummaries")

    def _list_properties(self, request: Json) -> Json:
        _, component = self._entities.component(request)
        return page(_properties(component), request, "propertySummaries")


def _properties(component: Component) -> Iterator[Json]:
    for name, one in sorted(component.properties.items()):
        yield {**one, "propertyName": name, "areAllPropertyValuesReturned": True}
