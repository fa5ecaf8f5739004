"""How AWS IoT TwinMaker is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

WORKSPACE = {"workspaceId": "{q.workspaceId}"}


OPERATIONS: Reads = {
    ("iottwinmaker", "CreateComponentType"): (
        Read("GetComponentType", {**WORKSPACE, "componentTypeId": "{q.componentTypeId}"}),
    ),
    ("iottwinmaker", "CreateEntity"): (
        Read("GetEntity", {**WORKSPACE, "entityId": "{q.entityId}"}),
    ),
    ("iottwinmaker", "CreateScene"): (Read("GetScene", {**WORKSPACE, "sceneId": "{q.sceneId}"}),),
    ("iottwinmaker", "CreateWorkspace"): (Read("GetWorkspace", WORKSPACE),),
}
