"""Where assets stand, as policies name it: `/root/line/pump`, ids from the root on."""

from __future__ import annotations

from twin_local.services.iotsitewise.registry import Registry


class HierarchyPaths:
    """Finds paths by a table of parents, which is made anew when models or assets change."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._revision = -1
        self._parents: dict[str, str] = {}

    def of(self, asset_id: str) -> str | None:
        """Return the path of an asset, None where there is no such asset."""
        if asset_id not in self._registry.assets:
            return None
        line, parents = [asset_id], self._table()
        while parent := parents.get(line[-1]):
            line.append(parent)
        return "".join(f"/{one}" for one in reversed(line))

    def _table(self) -> dict[str, str]:
        revision = self._registry.revision
        if revision != self._revision:
            self._parents = {
                link["assetId"]: asset["assetId"]
                for asset in self._registry.assets.values()
                for link in asset["children"]
            }
            self._revision = revision
        return self._parents
