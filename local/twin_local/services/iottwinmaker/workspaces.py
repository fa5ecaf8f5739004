"""Workspaces: where everything else is, with the role that reads for them."""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import ValidationException
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.pages import page
from twin_local.services.iottwinmaker.registry import Kind, Registry, dates

CONTENT: tuple[Kind, ...] = ("entity", "component type", "scene", "sync job")
SUMMARY = ("workspaceId", "arn", "description", "linkedServices")


class Workspaces:
    """The operations on workspaces."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def operations(self) -> Operations:
        """Return the operations on workspaces."""
        return {
            "CreateWorkspace": self._create,
            "GetWorkspace": self._get,
            "UpdateWorkspace": self._update,
            "DeleteWorkspace": self._delete,
            "ListWorkspaces": self._list,
        }

    def _create(self, request: Json) -> Json:
        name = request["workspace_id"]
        body = {
            "workspaceId": name,
            "arn": self._registry.arn(name),
            "description": request.get("description", ""),
            "s3Location": request.get("s3_location", ""),
            "role": request.get("role", ""),
            "linkedServices": [],
            "tags": request.get("tags", {}),
        }
        made = self._registry.create("workspace", "", name, body)
        return {"arn": made["arn"], "creationDateTime": made["creationDateTime"]}

    def _get(self, request: Json) -> Json:
        workspace = self._registry.workspace(request["workspace_id"])
        optional = {key: workspace[key] for key in ("s3Location", "role") if workspace[key]}
        return {**_shown(workspace), **optional}

    def _update(self, request: Json) -> Json:
        workspace = self._registry.find("workspace", "", request["workspace_id"])
        changes = {
            "description": request.get("description", workspace["description"]),
            "role": request.get("role", workspace["role"]),
            "s3Location": request.get("s3_location", workspace["s3Location"]),
        }
        name = workspace["workspaceId"]
        when = self._registry.change("workspace", "", name, {**workspace, **changes})
        return {"updateDateTime": when}

    def _delete(self, request: Json) -> Json:
        name = request["workspace_id"]
        self._registry.find("workspace", "", name)
        for kind in CONTENT:
            if self._registry.count(kind, name):
                raise ValidationException(f"the workspace {name} still has a {kind}")
        self._registry.remove("workspace", "", name)
        return {"message": "deleted"}

    def _list(self, request: Json) -> Json:
        found = (_shown(one) for one in self._registry.all("workspace"))
        return page(found, request, "workspaceSummaries")


def _shown(workspace: Json) -> Json:
    return {**{key: workspace[key] for key in SUMMARY}, **dates(workspace)}
