"""How AWS IoT TwinMaker is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

WORKSPACE = {"workspaceId": "{q.workspaceId}"}
TAGS = tags({"resourceARN": "{a.arn}"})


OPERATIONS: Reads = {
    ("iottwinmaker", "CreateComponentType"): (
        Read("GetComponentType", {**WORKSPACE, "componentTypeId": "{q.componentTypeId}"}),
        TAGS,
    ),
    ("iottwinmaker", "CreateEntity"): (
        Read("GetEntity", {**WORKSPACE, "entityId": "{q.entityId}"}),
        TAGS,
    ),
    ("iottwinmaker", "CreateScene"): (
        Read("GetScene", {**WORKSPACE, "sceneId": "{q.sceneId}"}),
        TAGS,
    ),
    ("iottwinmaker", "CreateWorkspace"): (Read("GetWorkspace", WORKSPACE), TAGS),
    ("iottwinmaker", "CreateSyncJob"): (
        Read("GetSyncJob", {**WORKSPACE, "syncSource": "{q.syncSource}"}),
        TAGS,
    ),
}
