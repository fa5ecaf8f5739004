"""What calls of AWS IoT TwinMaker need: their action on the workspace and on what is in it.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiottwinmaker.html
"""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.execution.access.calls import Call

PREFIX = "iottwinmaker"
CONTENT = {
    "entityId": "entity",
    "componentTypeId": "component-type",
    "sceneId": "scene",
    "syncSource": "sync-job",
}
"""What in a workspace a parameter names, by its name in ARNs."""

ON_THE_WORKSPACE = ("Create", "List", "BatchPut", "ExecuteQuery")
"""How the operations begin that need the workspace only."""


def twinmaker(call: Call) -> Iterator[tuple[str, str]]:
    """Yield the actions that a call needs with the ARNs that they are on."""
    action = f"{PREFIX}:{call.operation}"
    if arn := call.parameters.get("resourceARN"):
        yield action, str(arn)
        return
    workspace = call.parameters.get("workspaceId")
    if not workspace:
        yield action, "*"
        return
    root = f"arn:aws:{PREFIX}:{call.region}:{call.account}:workspace/{workspace}"
    yield action, root
    if call.operation.startswith(ON_THE_WORKSPACE) and call.operation != "ListSyncResources":
        return
    for parameter, kind in CONTENT.items():
        if name := call.parameters.get(parameter):
            yield action, f"{root}/{kind}/{name}"
