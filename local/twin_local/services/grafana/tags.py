"""Tags of workspaces."""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.grafana.exceptions import ResourceNotFoundException, ValidationException
from twin_local.services.grafana.store import Store

MOST = 50


class Tags:
    """The operations on tags."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_all(self, request: Json) -> Json:
        """Return the tags of a workspace."""
        return {"tags": self._found(request).get("tags", {})}

    def tag(self, request: Json) -> Json:
        """Add tags."""
        workspace = self._found(request)
        tags = {**workspace.get("tags", {}), **request["tags"]}
        if len(tags) > MOST:
            raise ValidationException(f"{len(tags)} tags, at most {MOST}")
        self._store.documents.put("workspace", workspace["id"], {**workspace, "tags": tags})
        return {}

    def untag(self, request: Json) -> Json:
        """Remove tags."""
        workspace = self._found(request)
        gone = set(request["tag_keys"])
        kept = {key: one for key, one in workspace.get("tags", {}).items() if key not in gone}
        self._store.documents.put("workspace", workspace["id"], {**workspace, "tags": kept})
        return {}

    def _found(self, request: Json) -> Json:
        arn = str(request["resource_arn"])
        key = arn.rpartition("/")[2]
        if arn != self._store.arn(key):
            raise ResourceNotFoundException(
                f"there is no resource {arn}", resource_id=arn, resource_type="workspace"
            )
        return self._store.workspace(key)
