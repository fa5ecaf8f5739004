"""The tree of assets seen from above, and what it means for the types."""

from __future__ import annotations

from collections.abc import Iterator

from twin.definition.equipment import TwinDefinition
from twin.definition.properties import ChildVariable


class AssetTree:
    """Children of assets and of types, in the order of the file."""

    def __init__(self, twin: TwinDefinition) -> None:
        self._twin = twin
        self._children: dict[str | None, list[str]] = {}
        self._child_types: dict[str, dict[str, None]] = {}
        for asset_id, asset in twin.assets.items():
            self._children.setdefault(asset.parent, []).append(asset_id)
            if asset.parent is not None:
                parent_type = twin.assets[asset.parent].type
                self._child_types.setdefault(parent_type, {})[asset.type] = None
        for name, equipment in twin.equipment.items():
            for metric in equipment.metrics.values():
                for variable in metric.variables.values():
                    if isinstance(variable, ChildVariable):
                        self._child_types.setdefault(name, {})[variable.child] = None

    def children(self, parent: str | None) -> list[str]:
        """Return the assets directly below one, or the roots."""
        return self._children.get(parent, [])

    def child_types(self, parent_type: str) -> list[str]:
        """Return the types below a type: of child assets, and those that its metrics aggregate."""
        return list(self._child_types.get(parent_type, ()))

    def assets_children_first(self) -> Iterator[str]:
        """Yield all assets, each after those below it."""
        return reversed(list(self.assets_parents_first(from_the_end=True)))

    def assets_parents_first(self, *, from_the_end: bool = False) -> Iterator[str]:
        """Yield all assets, each after its parent."""
        waiting = list(self.children(None))
        if not from_the_end:
            waiting.reverse()
        while waiting:
            asset_id = waiting.pop()
            yield asset_id
            below = self.children(asset_id)
            waiting += below if from_the_end else reversed(below)

    def types_children_first(self) -> list[str]:
        """Return the types that have assets or are aggregated over, each after those below it."""
        ordered: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in ordered:
                for child in self.child_types(name):
                    visit(child)
                ordered[name] = None

        for asset in self._twin.assets.values():
            visit(asset.type)
        return list(ordered)
