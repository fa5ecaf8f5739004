"""Tags of workspaces, component types, entities, scenes and sync jobs."""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import (
    ResourceNotFoundException,
    TooManyTagsException,
    ValidationException,
)
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.registry import Key, Kind, Registry

MOST = 50
KINDS: dict[str, Kind] = {
    "component-type": "component type",
    "entity": "entity",
    "scene": "scene",
    "sync-job": "sync job",
}
"""Kinds by the name that ARNs have for them."""


class Tags:
    """The operations on tags."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def operations(self) -> Operations:
        """Return the operations on tags."""
        return {
            "TagResource": self._tag,
            "UntagResource": self._untag,
            "ListTagsForResource": self._list,
        }

    def _found(self, request: Json) -> tuple[Key, Json]:
        arn = str(request["resource_arn"])
        workspace, _, rest = arn.removeprefix(self._registry.arn("")).partition("/")
        name, _, key = rest.partition("/")
        found: Key = (
            (KINDS.get(name, "scene"), workspace, key) if rest else ("workspace", "", workspace)
        )
        document = self._registry.get(*found)
        if document is None or document["arn"] != arn:
            raise ResourceNotFoundException(f"there is no resource {arn}")
        return found, document

    def _tag(self, request: Json) -> Json:
        key, document = self._found(request)
        if any(name.lower().startswith("aws:") for name in request["tags"]):
            raise ValidationException("keys with aws: are reserved")
        tags = {**document.get("tags", {}), **request["tags"]}
        if len(tags) > MOST:
            raise TooManyTagsException(f"{len(tags)} tags, at most {MOST}")
        self._registry.put(*key, {**document, "tags": tags})
        return {}

    def _untag(self, request: Json) -> Json:
        key, document = self._found(request)
        gone = set(request["tag_keys"])
        kept = {name: tag for name, tag in document.get("tags", {}).items() if name not in gone}
        self._registry.put(*key, {**document, "tags": kept})
        return {}

    def _list(self, request: Json) -> Json:
        _, document = self._found(request)
        return {"tags": document.get("tags", {})}
