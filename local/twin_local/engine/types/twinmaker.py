"""AWS IoT TwinMaker."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties

WORKSPACE = {"workspaceId": "{id}"}
COMPONENT_TYPE = {"workspaceId": "{p.WorkspaceId}", "componentTypeId": "{p.ComponentTypeId}"}
ENTITY = {"workspaceId": "{p.WorkspaceId}", "entityId": "{p.EntityId}"}
SCENE = {"workspaceId": "{p.WorkspaceId}", "sceneId": "{p.SceneId}"}
SYNC_JOB = {"workspaceId": "{p.WorkspaceId}", "syncSource": "{p.SyncSource}"}
TAGGED = {"resourceARN": "{r.arn}"}


def _tags_gone(given: Properties, known: Properties) -> Properties:
    """Return the keys of the tags that have left the template: TwinMaker's tags are a map."""
    before, after = known["o"].get("Tags") or {}, given.get("Tags") or {}
    return {"TagKeys": [key for key in before if key not in after]}


TAGS = (
    Call(
        "UntagResource",
        takes=("Tags",),
        fixed=TAGGED,
        reshape=_tags_gone,
        cleared={"Tags": {}},
    ),
    Call("TagResource", takes=("Tags",), fixed=TAGGED, cleared={"Tags": {}}),
)
TAKEN_AWAY = {"UpdateType": "DELETE"}
VALUE_GONE = {"UpdateType": "RESET_VALUE"}


def _entity(given: Properties, _: Properties) -> Properties:
    if "Components" not in given:
        return given
    components = {name: _component(body, name) for name, body in given["Components"].items()}
    return {**given, "Components": components}


def _component(body: Properties, name: str) -> Properties:
    """Return a component without the name that is also its key."""
    return {key: item for key, item in body.items() if (key, item) != ("ComponentName", name)}


def _entity_update(given: Properties, known: Properties) -> Properties:
    """Return the component updates that lead from the components before to those wanted."""
    rest = {key: value for key, value in given.items() if key != "Components"}
    before = known["o"].get("Components", {})
    after = given.get("Components", {})
    updates: Properties = {name: TAKEN_AWAY for name in before if name not in after}
    for name, body in after.items():
        if body != before.get(name):
            updates[name] = _component_update(name, body, before.get(name))
    parent = rest.pop("ParentEntityId", None)
    if parent != known["o"].get("ParentEntityId"):
        rest["ParentEntityUpdate"] = (
            {"UpdateType": "UPDATE", "ParentEntityId": parent} if parent else TAKEN_AWAY
        )
    return {**rest, "ComponentUpdates": updates}


def _component_update(name: str, after: Properties, before: Properties | None) -> Properties:
    """Return the update of one component; a value that is no longer given is reset."""
    update = _component(after, name)
    values = update.pop("Properties", {})
    gone = set((before or {}).get("Properties", {})) - set(values)
    if values or gone:
        update["PropertyUpdates"] = {**values, **{one: VALUE_GONE for one in sorted(gone)}}
    if "PropertyGroups" in update:
        update["PropertyGroupUpdates"] = update.pop("PropertyGroups")
    return {**update, "UpdateType": "UPDATE" if before else "CREATE"}


ENTRIES: Table = {
    "AWS::IoTTwinMaker::Workspace": TypeEntry(
        service="iottwinmaker",
        ref="{p.WorkspaceId}",
        create=(Call("CreateWorkspace"),),
        update=(Call("UpdateWorkspace", cleared={"Description": ""}), *TAGS),
        delete=(Call("DeleteWorkspace", fixed=WORKSPACE),),
        attributes={"Arn": "{r.arn}"},
    ),
    "AWS::IoTTwinMaker::ComponentType": TypeEntry(
        service="iottwinmaker",
        ref="{p.WorkspaceId}|{p.ComponentTypeId}",
        create=(Call("CreateComponentType"),),
        update=(Call("UpdateComponentType", cleared={"Description": ""}), *TAGS),
        delete=(Call("DeleteComponentType", fixed=COMPONENT_TYPE),),
        read=Call("GetComponentType", fixed=COMPONENT_TYPE),
        settled="{r.status.state}",
        attributes={"Arn": "{r.arn}"},
    ),
    "AWS::IoTTwinMaker::Entity": TypeEntry(
        service="iottwinmaker",
        name="EntityId",
        name_limit=128,
        ref="{p.WorkspaceId}|{p.EntityId}",
        create=(Call("CreateEntity", reshape=_entity),),
        update=(
            Call(
                "UpdateEntity",
                fixed=ENTITY,
                reshape=_entity_update,
                cleared={"Description": "", "Components": {}, "ParentEntityId": None},
            ),
            *TAGS,
        ),
        delete=(Call("DeleteEntity", fixed=ENTITY),),
        read=Call("GetEntity", fixed=ENTITY),
        settled="{r.status.state}",
        attributes={"Arn": "{r.arn}", "EntityId": "{p.EntityId}"},
    ),
    "AWS::IoTTwinMaker::Scene": TypeEntry(
        service="iottwinmaker",
        ref="{p.WorkspaceId}|{p.SceneId}",
        create=(Call("CreateScene"),),
        update=(Call("UpdateScene", cleared={"Description": ""}), *TAGS),
        delete=(Call("DeleteScene", fixed=SCENE),),
        attributes={"Arn": "{r.arn}"},
    ),
    "AWS::IoTTwinMaker::SyncJob": TypeEntry(
        service="iottwinmaker",
        ref="{p.WorkspaceId}|{p.SyncSource}",
        create=(Call("CreateSyncJob"),),
        delete=(Call("DeleteSyncJob", fixed=SYNC_JOB),),
        read=Call("GetSyncJob", fixed=SYNC_JOB),
        settled="{r.status.state}",
        attributes={"Arn": "{r.arn}", "State": "{r.status.state}"},
    ),
}
