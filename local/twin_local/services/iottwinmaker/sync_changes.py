"""Write what a sync brings: only what has changed, and without what users have added."""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.registry import ID_MEMBERS, Kind, Registry
from twin_local.services.iottwinmaker.sitewise_copy import TYPE
from twin_local.services.settings import SETTINGS

KINDS: dict[Kind, tuple[str, str]] = {
    "component type": ("COMPONENT_TYPE", "component-type"),
    "entity": ("ENTITY", "entity"),
}
"""By kind, its name among the resources of a sync and its name in ARNs."""


class SyncChanges:
    """Applies and removes what is synced."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def apply(self, workspace: str, types: list[Json], entities: list[Json]) -> None:
        """Bring a workspace into step."""
        for kind, wanted in (("component type", types), ("entity", entities)):
            self._write(_kind(kind), workspace, wanted)
        for kind, wanted in (("entity", entities), ("component type", types)):
            keys = {one[ID_MEMBERS[_kind(kind)]] for one in wanted}
            self._remove(_kind(kind), workspace, keys)

    def remove_all(self, workspace: str) -> None:
        """Remove all that was synced."""
        self.apply(workspace, [], [])
        for one in self._registry.all("sync resource", workspace):
            self._registry.forget("sync resource", workspace, one["resourceId"])

    def _write(self, kind: Kind, workspace: str, wanted: list[Json]) -> None:
        now = SETTINGS.now()
        for body in wanted:
            name = body[ID_MEMBERS[kind]]
            before = self._registry.get(kind, workspace, name)
            after = _merged(before or {}, body)
            if before is not None and after == before:
                continue
            made = {
                "workspaceId": workspace,
                "arn": self._registry.arn(workspace, f"/{KINDS[kind][1]}/{name}"),
                "creationDateTime": now,
                **after,
                "updateDateTime": now,
            }
            self._registry.put(kind, workspace, name, made)
            self._record(kind, workspace, name, "IN_SYNC")

    def _remove(self, kind: Kind, workspace: str, keep: set[str]) -> None:
        for one in self._registry.all(kind, workspace):
            name = one[ID_MEMBERS[kind]]
            if one.get("syncSource") and name not in keep:
                self._registry.forget(kind, workspace, name)
                self._record(kind, workspace, name, "DELETED")

    def _record(self, kind: Kind, workspace: str, name: str, state: str) -> None:
        resource = {
            "workspaceId": workspace,
            "resourceType": KINDS[kind][0],
            "externalId": name.removeprefix(TYPE),
            "resourceId": name,
            "status": {"state": state, "error": {}},
            "updateDateTime": SETTINGS.now(),
        }
        self._registry.put("sync resource", workspace, name, resource)


def _kind(name: str) -> Kind:
    return "entity" if name == "entity" else "component type"


def _merged(before: Json, body: Json) -> Json:
    """Return a document with what is synced in it replaced; other components stay."""
    if "components" not in body:
        return {**before, **body}
    added = {
        name: one for name, one in before.get("components", {}).items() if "syncSource" not in one
    }
    composites = before.get("compositeComponents", {})
    components = {**added, **body["components"]}
    return {**before, **body, "components": components, "compositeComponents": composites}
