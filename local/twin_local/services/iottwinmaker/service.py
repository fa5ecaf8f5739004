"""The operations of AWS IoT TwinMaker that are served."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator

from twin_local.services.documents import Documents, Json
from twin_local.services.iottwinmaker.component_types import BUILT_IN, described
from twin_local.services.iottwinmaker.entities import apply_updates, checked_components
from twin_local.services.iottwinmaker.exceptions import (
    ConflictException,
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.iottwinmaker.values import Latest, property_values
from twin_local.services.paging import BadToken, page
from twin_local.services.settings import SETTINGS

ROOT = "$ROOT"
ACTIVE = {"state": "ACTIVE", "error": {}}
PAGE_DEFAULT = 25


class TwinMaker:
    """One account's TwinMaker in one region; `latest` reads a SiteWise value."""

    def __init__(self, *, account: str, region: str, latest: Latest) -> None:
        self._documents = Documents(SETTINGS.database("iottwinmaker", account, region))
        self._account, self._region, self._latest = account, region, latest
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the store."""
        self._documents.close()

    def call(self, operation: str, request: Json) -> Json | None:
        """Serve one operation; None where it is not implemented."""
        method = self._operations().get(operation)
        if method is None:
            return None
        with self._lock:
            try:
                return method(request)
            except BadToken as error:
                raise ValidationException(str(error)) from error

    def _operations(self) -> dict[str, Callable[[Json], Json]]:
        return {
            "CreateWorkspace": self._create_workspace,
            "GetWorkspace": self._get_workspace,
            "UpdateWorkspace": self._update_workspace,
            "DeleteWorkspace": self._delete_workspace,
            "ListWorkspaces": self._list_workspaces,
            "CreateComponentType": self._create_component_type,
            "GetComponentType": self._get_component_type,
            "UpdateComponentType": self._update_component_type,
            "DeleteComponentType": self._delete_component_type,
            "ListComponentTypes": self._list_component_types,
            "CreateEntity": self._create_entity,
            "GetEntity": self._get_entity,
            "UpdateEntity": self._update_entity,
            "DeleteEntity": self._delete_entity,
            "ListEntities": self._list_entities,
            "CreateScene": self._create_scene,
            "GetScene": self._get_scene,
            "UpdateScene": self._update_scene,
            "DeleteScene": self._delete_scene,
            "ListScenes": self._list_scenes,
            "GetPropertyValue": self._get_property_value,
        }

    # ---- what all kinds share -------------------------------------------------------------------

    def _arn(self, workspace: str, rest: str = "") -> str:
        return f"arn:aws:iottwinmaker:{self._region}:{self._account}:workspace/{workspace}{rest}"

    def _new(self, kind: str, key: str, body: Json) -> Json:
        if self._documents.get(kind, key) is not None:
            raise ConflictException(f"the {kind} {key} exists")
        now = SETTINGS.now()
        document = {**body, "creationDateTime": now, "updateDateTime": now}
        self._documents.put(kind, key, document)
        return document

    def _found(self, kind: str, key: str) -> Json:
        document = self._documents.get(kind, key)
        if document is None:
            raise ResourceNotFoundException(f"there is no {kind} {key}")
        return document

    def _changed(self, kind: str, key: str, document: Json) -> float:
        now = SETTINGS.now()
        self._documents.put(kind, key, {**document, "updateDateTime": now})
        return now

    def _of_workspace(self, kind: str, workspace: str) -> Iterator[Json]:
        self._found("workspace", workspace)
        for document in self._documents.all(kind):
            if document["workspaceId"] == workspace:
                yield document

    def _page(self, items: Iterator[Json], request: Json, member: str) -> Json:
        limit = int(request.get("max_results") or PAGE_DEFAULT)
        return page(items, limit=limit, token=request.get("next_token"), member=member)

    # ---- workspaces -----------------------------------------------------------------------------

    def _create_workspace(self, request: Json) -> Json:
        workspace = request["workspace_id"]
        made = self._new(
            "workspace",
            workspace,
            {
                "workspaceId": workspace,
                "arn": self._arn(workspace),
                "description": request.get("description", ""),
                "s3Location": request.get("s3_location", ""),
                "role": request.get("role", ""),
                "linkedServices": [],
                "tags": request.get("tags", {}),
            },
        )
        return {"arn": made["arn"], "creationDateTime": made["creationDateTime"]}

    def _get_workspace(self, request: Json) -> Json:
        return self._found("workspace", request["workspace_id"])

    def _update_workspace(self, request: Json) -> Json:
        workspace = self._found("workspace", request["workspace_id"])
        changes = {
            "description": request.get("description", workspace["description"]),
            "role": request.get("role", workspace["role"]),
            "s3Location": request.get("s3_location", workspace["s3Location"]),
        }
        when = self._changed("workspace", request["workspace_id"], {**workspace, **changes})
        return {"updateDateTime": when}

    def _delete_workspace(self, request: Json) -> Json:
        workspace = request["workspace_id"]
        self._found("workspace", workspace)
        for kind in ("entity", "component type", "scene"):
            if next(self._of_workspace(kind, workspace), None) is not None:
                raise ValidationException(f"the workspace {workspace} still has a {kind}")
        self._documents.delete("workspace", workspace)
        return {"message": "deleted"}

    def _list_workspaces(self, request: Json) -> Json:
        return self._page(iter(self._documents.all("workspace")), request, "workspaceSummaries")

    # ---- component types ------------------------------------------------------------------------

    def _create_component_type(self, request: Json) -> Json:
        workspace, name = request["workspace_id"], request["component_type_id"]
        self._found("workspace", workspace)
        for parent in request.get("extends_from", []):
            self._component_type(workspace, parent)
        made = self._new(
            "component type", f"{workspace}/{name}", self._component_type_body(request)
        )
        return {**_dates(made), "arn": made["arn"], "state": "ACTIVE"}

    def _component_type_body(self, request: Json) -> Json:
        workspace, name = request["workspace_id"], request["component_type_id"]
        inherited: Json = {}
        for parent in request.get("extends_from", []):
            inherited |= self._component_type(workspace, parent)["propertyDefinitions"]
        return {
            "workspaceId": workspace,
            "componentTypeId": name,
            "arn": self._arn(workspace, f"/component-type/{name}"),
            "description": request.get("description", ""),
            "isSingleton": request.get("is_singleton", False),
            "extendsFrom": request.get("extends_from", []),
            "functions": request.get("functions", {}),
            "propertyDefinitions": {**inherited, **described(request)},
            "propertyGroups": request.get("property_groups", {}),
            "isAbstract": False,
            "isSchemaInitialized": True,
            "status": ACTIVE,
        }

    def _component_type(self, workspace: str, name: str) -> Json:
        if name in BUILT_IN:
            return BUILT_IN[name]
        return self._found("component type", f"{workspace}/{name}")

    def _get_component_type(self, request: Json) -> Json:
        workspace, name = request["workspace_id"], request["component_type_id"]
        found = self._component_type(workspace, name)
        built_in = {"workspaceId": workspace, "arn": f"arn:aws:iottwinmaker:::{name}"}
        dates = {"creationDateTime": 0, "updateDateTime": 0}
        return found if name not in BUILT_IN else {**built_in, **dates, **found}

    def _update_component_type(self, request: Json) -> Json:
        key = f"{request['workspace_id']}/{request['component_type_id']}"
        before = self._found("component type", key)
        when = self._changed(
            "component type", key, {**before, **self._component_type_body(request)}
        )
        return {
            "workspaceId": request["workspace_id"],
            "arn": before["arn"],
            "componentTypeId": request["component_type_id"],
            "state": "ACTIVE",
            "updateDateTime": when,
        }

    def _delete_component_type(self, request: Json) -> Json:
        workspace, name = request["workspace_id"], request["component_type_id"]
        self._found("component type", f"{workspace}/{name}")
        for entity in self._of_workspace("entity", workspace):
            if any(one["componentTypeId"] == name for one in entity["components"].values()):
                raise ConflictException(f"{name} is used by the entity {entity['entityId']}")
        self._documents.delete("component type", f"{workspace}/{name}")
        return {"state": "DELETING"}

    def _list_component_types(self, request: Json) -> Json:
        found = self._of_workspace("component type", request["workspace_id"])
        answer = self._page(found, request, "componentTypeSummaries")
        return {**answer, "workspaceId": request["workspace_id"]}

    # ---- entities -------------------------------------------------------------------------------

    def _create_entity(self, request: Json) -> Json:
        workspace = request["workspace_id"]
        self._found("workspace", workspace)
        entity_id = request.get("entity_id") or str(uuid.uuid4())
        parent = self._parent(workspace, request.get("parent_entity_id"))
        components = checked_components(
            request.get("components", {}), lambda name: self._component_type(workspace, name)
        )
        made = self._new(
            "entity",
            f"{workspace}/{entity_id}",
            {
                "workspaceId": workspace,
                "entityId": entity_id,
                "entityName": request["entity_name"],
                "arn": self._arn(workspace, f"/entity/{entity_id}"),
                "description": request.get("description", ""),
                "parentEntityId": parent,
                "components": components,
                "status": ACTIVE,
            },
        )
        return {**_dates(made), "entityId": entity_id, "arn": made["arn"], "state": "ACTIVE"}

    def _parent(self, workspace: str, parent: str | None) -> str:
        if parent in (None, ROOT):
            return ROOT
        return str(self._found("entity", f"{workspace}/{parent}")["entityId"])

    def _children(self, workspace: str, entity_id: str) -> list[Json]:
        everything = self._of_workspace("entity", workspace)
        return [one for one in everything if one["parentEntityId"] == entity_id]

    def _get_entity(self, request: Json) -> Json:
        workspace, entity_id = request["workspace_id"], request["entity_id"]
        entity = self._found("entity", f"{workspace}/{entity_id}")
        return {**entity, "hasChildEntities": bool(self._children(workspace, entity_id))}

    def _update_entity(self, request: Json) -> Json:
        workspace, entity_id = request["workspace_id"], request["entity_id"]
        entity = self._found("entity", f"{workspace}/{entity_id}")
        components = apply_updates(
            entity["components"],
            request.get("component_updates", {}),
            lambda name: self._component_type(workspace, name),
        )
        parent = entity["parentEntityId"]
        if update := request.get("parent_entity_update"):
            parent = self._parent(workspace, update.get("parentEntityId"))
        changed = {
            **entity,
            "entityName": request.get("entity_name", entity["entityName"]),
            "description": request.get("description", entity["description"]),
            "components": components,
            "parentEntityId": parent,
        }
        when = self._changed("entity", f"{workspace}/{entity_id}", changed)
        return {"updateDateTime": when, "state": "ACTIVE"}

    def _delete_entity(self, request: Json) -> Json:
        workspace, entity_id = request["workspace_id"], request["entity_id"]
        self._found("entity", f"{workspace}/{entity_id}")
        for child in self._children(workspace, entity_id):
            if not request.get("is_recursive"):
                raise ValidationException(f"the entity {entity_id} has children")
            self._delete_entity({**request, "entity_id": child["entityId"]})
        self._documents.delete("entity", f"{workspace}/{entity_id}")
        return {"state": "DELETING"}

    def _list_entities(self, request: Json) -> Json:
        workspace = request["workspace_id"]
        wanted: Json = {}
        for one in request.get("filters", []):
            wanted |= one
        found = (
            {**entity, "hasChildEntities": bool(self._children(workspace, entity["entityId"]))}
            for entity in self._of_workspace("entity", workspace)
            if _matches(entity, wanted)
        )
        return self._page(found, request, "entitySummaries")

    # ---- scenes ---------------------------------------------------------------------------------

    def _create_scene(self, request: Json) -> Json:
        workspace, scene = request["workspace_id"], request["scene_id"]
        self._found("workspace", workspace)
        made = self._new(
            "scene",
            f"{workspace}/{scene}",
            {
                "workspaceId": workspace,
                "sceneId": scene,
                "contentLocation": request["content_location"],
                "arn": self._arn(workspace, f"/scene/{scene}"),
                "description": request.get("description", ""),
                "capabilities": request.get("capabilities", []),
                "sceneMetadata": request.get("scene_metadata", {}),
            },
        )
        return {"arn": made["arn"], "creationDateTime": made["creationDateTime"]}

    def _get_scene(self, request: Json) -> Json:
        return self._found("scene", f"{request['workspace_id']}/{request['scene_id']}")

    def _update_scene(self, request: Json) -> Json:
        key = f"{request['workspace_id']}/{request['scene_id']}"
        scene = self._found("scene", key)
        changes = {
            "contentLocation": request.get("content_location", scene["contentLocation"]),
            "description": request.get("description", scene["description"]),
            "capabilities": request.get("capabilities", scene["capabilities"]),
            "sceneMetadata": request.get("scene_metadata", scene["sceneMetadata"]),
        }
        return {"updateDateTime": self._changed("scene", key, {**scene, **changes})}

    def _delete_scene(self, request: Json) -> Json:
        key = f"{request['workspace_id']}/{request['scene_id']}"
        self._found("scene", key)
        self._documents.delete("scene", key)
        return {}

    def _list_scenes(self, request: Json) -> Json:
        return self._page(
            self._of_workspace("scene", request["workspace_id"]), request, "sceneSummaries"
        )

    # ---- values ---------------------------------------------------------------------------------

    def _get_property_value(self, request: Json) -> Json:
        workspace = request["workspace_id"]
        entity = self._found("entity", f"{workspace}/{request.get('entity_id')}")
        component = entity["components"].get(request.get("component_name"))
        if component is None:
            raise ResourceNotFoundException(
                f"the entity {entity['entityId']} has no component {request.get('component_name')}"
            )
        values = property_values(entity, component, request["selected_properties"], self._latest)
        return {"propertyValues": values}


def _dates(document: Json) -> Json:
    return {"creationDateTime": document["creationDateTime"]}


def _matches(entity: Json, wanted: Json) -> bool:
    if "parentEntityId" in wanted and entity["parentEntityId"] != wanted["parentEntityId"]:
        return False
    types = {one["componentTypeId"] for one in entity["components"].values()}
    return "componentTypeId" not in wanted or wanted["componentTypeId"] in types
