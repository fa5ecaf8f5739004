"""Scenes: where in S3 their documents are."""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.pages import page
from twin_local.services.iottwinmaker.registry import Registry, dates

SUMMARY = ("sceneId", "contentLocation", "arn", "description")
CHANGEABLE = {
    "content_location": "contentLocation",
    "description": "description",
    "capabilities": "capabilities",
    "scene_metadata": "sceneMetadata",
}


class Scenes:
    """The operations on scenes."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def operations(self) -> Operations:
        """Return the operations on scenes."""
        return {
            "CreateScene": self._create,
            "GetScene": self._get,
            "UpdateScene": self._update,
            "DeleteScene": self._delete,
            "ListScenes": self._list,
        }

    def _create(self, request: Json) -> Json:
        workspace, name = request["workspace_id"], request["scene_id"]
        self._registry.workspace(workspace)
        body = {
            "workspaceId": workspace,
            "sceneId": name,
            "contentLocation": request["content_location"],
            "arn": self._registry.arn(workspace, f"/scene/{name}"),
            "description": request.get("description", ""),
            "capabilities": request.get("capabilities", []),
            "sceneMetadata": request.get("scene_metadata", {}),
            "tags": request.get("tags", {}),
        }
        made = self._registry.create("scene", workspace, name, body)
        return {"arn": made["arn"], "creationDateTime": made["creationDateTime"]}

    def _found(self, request: Json) -> Json:
        return self._registry.find("scene", request["workspace_id"], request["scene_id"])

    def _get(self, request: Json) -> Json:
        scene = self._found(request)
        more = ("workspaceId", "capabilities", "sceneMetadata")
        return {
            **_shown(scene),
            **{key: scene[key] for key in more},
            "generatedSceneMetadata": {},
        }

    def _update(self, request: Json) -> Json:
        scene = self._found(request)
        changes = {member: request[name] for name, member in CHANGEABLE.items() if name in request}
        where = scene["workspaceId"], scene["sceneId"]
        return {"updateDateTime": self._registry.change("scene", *where, {**scene, **changes})}

    def _delete(self, request: Json) -> Json:
        scene = self._found(request)
        self._registry.forget("scene", scene["workspaceId"], scene["sceneId"])
        return {}

    def _list(self, request: Json) -> Json:
        self._registry.workspace(request["workspace_id"])
        found = (_shown(one) for one in self._registry.all("scene", request["workspace_id"]))
        return page(found, request, "sceneSummaries")


def _shown(scene: Json) -> Json:
    return {**{key: scene[key] for key in SUMMARY}, **dates(scene)}
