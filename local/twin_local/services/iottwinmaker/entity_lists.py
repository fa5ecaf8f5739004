"""The lists of entities, of their components and of their properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
        listed = page(self._filtered(workspace, wanted), request, "entitySummaries")
        return {**listed, "entitySummaries": [*map(self._summary, listed["entitySummaries"])]}

    def _filtered(self, workspace: str, wanted: Json) -> Iterator[Json]:
        external, kind = wanted.get("externalId"), wanted.get("componentTypeId")
        entities = self._below_or_all(workspace, wanted.get("parentEntityId"))
        if kind:
            yield from self._with_type(entities, kind)
            return
        for entity in entities:
            if external is None or external in self._external_ids(entity):
                yield entity

    def _below_or_all(self, workspace: str, parent: str | None) -> list[Json]:
        if not parent:
            return self._registry.all("entity", workspace)
        below = self._entities.tree.children(workspace, parent)
        return [self._registry.find("entity", workspace, one) for one in below]

    def _with_type(self, entities: Iterable[Json], kind: str) -> Iterator[Json]:
        """Yield the entities with a component of a type; each type is resolved once."""
        known: dict[str, bool] = {}
        for entity in entities:
            for name in (one["componentTypeId"] for one in entity["components"].values()):
                if name not in known:
                    alone = {**entity, "components": {name: {"componentTypeId": name}}}
                    found = self._entities.components(alone)
                    known[name] = any(one.type.is_a(kind) for one in found)
                if known[name]:
                    yield entity
                    break

    def _external_ids(self, entity: Json) -> set[str]:
        return {
            str(item["value"].get("stringValue"))
            for one in self._entities.components(entity)
            for item in one.properties.values()
            if item["definition"]["isExternalId"] and "value" in item
        }

    def _summary(self, entity: Json) -> Json:
        tree = self._entities.tree
        return {
            **{key: entity[key] for key in SUMMARY},
            **dates(entity),
            "status": status(entity),
            "hasChildEntities": tree.has_children(entity["workspaceId"], entity["entityId"]),
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
