"""The operations that make, read, change and remove entities."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker import component_changes, component_rules, quotas
from twin_local.services.iottwinmaker.component_types import ComponentTypes
from twin_local.services.iottwinmaker.component_views import Component, components, inside
from twin_local.services.iottwinmaker.entity_tree import EntityTree
from twin_local.services.iottwinmaker.exceptions import (
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.registry import Registry, dates, status
from twin_local.services.iottwinmaker.schema_initializer import SchemaInitializer

ROOT = "$ROOT"
SHOWN = ("workspaceId", "entityId", "entityName", "arn", "description", "parentEntityId")


class Entities:
    """Create, get, update and delete entities."""

    def __init__(
        self, registry: Registry, types: ComponentTypes, initializer: SchemaInitializer
    ) -> None:
        self._registry, self._types, self._initializer = registry, types, initializer
        self.tree = EntityTree(registry)

    def operations(self) -> Operations:
        """Return the operations that only read or remove."""
        return {"GetEntity": self._get, "DeleteEntity": self._delete}

    def unlocked(self) -> Operations:
        """Return the operations that may run a function before they change anything."""
        return {"CreateEntity": self.create, "UpdateEntity": self.update}

    def components(self, entity: Json) -> list[Component]:
        """Return the components of an entity."""
        return list(components(entity, self._types.type_of(entity["workspaceId"])))

    def create(self, request: Json) -> Json:
        """Make an entity."""
        workspace = request["workspace_id"]
        self._registry.workspace(workspace)
        entity_id = request.get("entity_id") or str(uuid.uuid4())
        given = request.get("components", {})
        for name, one in given.items():
            if "componentTypeId" not in one:
                raise ValidationException(f"the component {name} has no componentTypeId")
        composites = request.get("composite_components", {})
        body: Json = {
            "workspaceId": workspace,
            "entityId": entity_id,
            "entityName": request["entity_name"],
            "arn": self._registry.arn(workspace, f"/entity/{entity_id}"),
            "description": request.get("description", ""),
            "parentEntityId": request.get("parent_entity_id") or ROOT,
            "components": {name: component_changes.made(one) for name, one in given.items()},
            "compositeComponents": {
                path: component_changes.made(one) for path, one in composites.items()
            },
            "tags": request.get("tags", {}),
        }
        body = self._initializer.initialized(body, set(given))
        with self._registry.lock:
            self._check(body)
            count = self._registry.count("entity", workspace)
            quotas.check("twinmaker-entities-per-workspace", count + 1)
            made = self._registry.create("entity", workspace, entity_id, body)
        shown = {key: made[key] for key in ("entityId", "arn", "creationDateTime")}
        return {**shown, "state": "CREATING"}

    def update(self, request: Json) -> Json:
        """Change an entity."""
        workspace, entity_id = request["workspace_id"], request["entity_id"]
        before = self._registry.find("entity", workspace, entity_id)
        updates = request.get("component_updates", {})
        self._refuse_synced(before, request, updates)
        inner = request.get("composite_component_updates", {})
        composites = before.get("compositeComponents", {})
        changed: Json = {
            **before,
            "entityName": request.get("entity_name", before["entityName"]),
            "description": request.get("description", before["description"]),
            "components": component_changes.changed(before["components"], updates),
            "compositeComponents": component_changes.changed(
                {**{path: component_changes.made({}) for path in inner}, **composites},
                {path: {**one, "updateType": "UPDATE"} for path, one in inner.items()},
            ),
        }
        if update := request.get("parent_entity_update"):
            moved = update["updateType"] == "UPDATE"
            changed["parentEntityId"] = update.get("parentEntityId", ROOT) if moved else ROOT
        created = {key for key, one in updates.items() if one.get("updateType") == "CREATE"}
        changed = self._initializer.initialized(changed, created)
        with self._registry.lock:
            self._check(changed)
            when = self._registry.change("entity", workspace, entity_id, changed)
        return {"updateDateTime": when, "state": "UPDATING"}

    def _check(self, entity: Json) -> None:
        workspace = entity["workspaceId"]
        self._check_parent(entity)
        found = self.components(entity)
        kinds = [one["componentTypeId"] for one in entity["components"].values()]
        for name in {name for name in kinds if kinds.count(name) > 1}:
            if self._types.document(workspace, name).get("isSingleton"):
                raise ValidationException(f"an entity has one component of {name} at most")

        def fits(target: str, wanted: str) -> bool:
            other = entity if target == entity["entityId"] else None
            other = other or self._registry.get("entity", workspace, target)
            return other is None or any(one.type.is_a(wanted) for one in self.components(other))

        component_rules.check(found, set(entity["compositeComponents"]), fits)

    def _check_parent(self, entity: Json) -> None:
        workspace, parent = entity["workspaceId"], entity["parentEntityId"]
        if parent == ROOT:
            return
        above = self._registry.get("entity", workspace, parent)
        if above is None:
            raise ValidationException(f"there is no parent entity {parent}")
        if above.get("syncSource") and not entity.get("syncSource"):
            raise ValidationException(f"{parent} is synced; its children come from its source")
        while above is not None:
            if above["entityId"] == entity["entityId"]:
                raise ValidationException(f"the entity {entity['entityId']} would be above itself")
            above = self._registry.get("entity", workspace, above["parentEntityId"])
        siblings = self.tree.count_with(workspace, parent, entity["entityId"])
        quotas.check("twinmaker-children-per-entity", siblings)

    def _refuse_synced(self, entity: Json, request: Json, updates: Json) -> None:
        if not entity.get("syncSource"):
            return
        about = {"entity_name", "description", "parent_entity_update"} & request.keys()
        synced = [name for name in updates if entity["components"].get(name, {}).get("syncSource")]
        if about or synced:
            raise ValidationException(f"{entity['entityId']} is changed in its source only")

    def _get(self, request: Json) -> Json:
        workspace, entity_id = request["workspace_id"], request["entity_id"]
        entity = self._registry.find("entity", workspace, entity_id)
        found = self.components(entity)
        source = entity.get("syncSource")
        return {
            **{key: entity[key] for key in SHOWN},
            **dates(entity),
            "status": status(entity),
            "components": {
                one.name: one.described(inside(found, one.path)) for one in inside(found, None)
            },
            "areAllComponentsReturned": True,
            "hasChildEntities": self.tree.has_children(workspace, entity_id),
            **({"syncSource": source} if source else {}),
        }

    def _delete(self, request: Json) -> Json:
        workspace, entity_id = request["workspace_id"], request["entity_id"]
        self._registry.find("entity", workspace, entity_id)
        doomed = list(self._below(workspace, entity_id))
        if len(doomed) > 1 and not request.get("is_recursive"):
            raise ValidationException(f"the entity {entity_id} has children")
        for one in doomed:
            if self._registry.find("entity", workspace, one).get("syncSource"):
                raise ValidationException(f"{one} is removed in its source only")
            self._registry.refuse_under_change("entity", workspace, one)
        for one in doomed:
            self._registry.remove("entity", workspace, one)
        return {"state": "DELETING"}

    def _below(self, workspace: str, entity_id: str) -> Iterator[str]:
        """Yield an entity and all below it, children first."""
        for child in self.tree.children(workspace, entity_id):
            yield from self._below(workspace, child)
        yield entity_id

    def component(self, request: Json) -> tuple[Json, Component]:
        """Return the entity and component that a request names.

        Raises:
            ResourceNotFoundException: there is none.
            ValidationException: it names no component.
        """
        entity = self._registry.find("entity", request["workspace_id"], request["entity_id"])
        path = request.get("component_path") or request.get("component_name")
        if not path:
            raise ValidationException("the request names no component")
        for one in self.components(entity):
            if one.path == path:
                return entity, one
        raise ResourceNotFoundException(f"the entity {entity['entityId']} has no component {path}")
