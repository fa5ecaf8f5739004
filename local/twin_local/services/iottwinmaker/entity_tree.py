"""Which entities are below which: it follows every change, so that none has to read them all."""

from __future__ import annotations

from collections import defaultdict

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.registry import Key, Registry

Place = tuple[str, str]
"""A workspace and the id of an entity in it, or of its root."""


class EntityTree:
    """The children of entities."""

    def __init__(self, registry: Registry) -> None:
        self._children: defaultdict[Place, set[str]] = defaultdict(set)
        registry.follow("entity", self._changed)

    def children(self, workspace: str, entity_id: str) -> list[str]:
        """Return the ids of the entities under one, in their order."""
        return sorted(self._children.get((workspace, entity_id), ()))

    def has_children(self, workspace: str, entity_id: str) -> bool:
        """Say whether there are entities under one."""
        return bool(self._children.get((workspace, entity_id)))

    def count_with(self, workspace: str, parent: str, entity_id: str) -> int:
        """Return how many entities are under one, with another that is or will be there."""
        children = self._children.get((workspace, parent), set())
        return len(children) + (entity_id not in children)

    def _changed(self, key: Key, before: Json | None, after: Json | None) -> None:
        if before:
            place = (key[1], before["parentEntityId"])
            self._children[place].discard(key[2])
            if not self._children[place]:
                del self._children[place]
        if after:
            self._children[key[1], after["parentEntityId"]].add(key[2])
