"""Where assets stand, as policies name it: `/root/line/pump`, ids from the root on."""

from __future__ import annotations

from twin_local.services.iotsitewise.registry import Registry


class HierarchyPaths:
    """Finds paths by the parents of assets."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def of(self, asset_id: str) -> str | None:
        """Return the path of an asset, None where there is no such asset."""
        if asset_id not in self._registry.assets:
            return None
        line = [asset_id]
        while parent := self._registry.asset_index.parent(line[-1]):
            line.append(parent)
        return "".join(f"/{one}" for one in reversed(line))
