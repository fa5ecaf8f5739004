"""Which property has which alias: an alias is one property's in the whole account."""

from __future__ import annotations

from twin_local.services.iotsitewise.registry import Registry

Owner = tuple[str, str]
"""The ids of an asset and of its property."""


class AliasTable:
    """Finds the owners of aliases.

    It is made anew when models or assets have changed. A change of one alias is noted instead, so
    that a load that sets those of many assets does not read all of them for each.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._revision = -1
        self._owners: dict[str, Owner] = {}

    def owner(self, alias: str) -> Owner | None:
        """Return who has an alias, None where nobody has."""
        if self._revision != self._registry.revision:
            self._owners = {
                settings["alias"]: (asset["assetId"], property_id)
                for asset in self._registry.assets.values()
                for property_id, settings in asset["settings"].items()
                if settings.get("alias")
            }
            self._revision = self._registry.revision
        return self._owners.get(alias)

    def note(self, owner: Owner, before: str | None, after: str | None) -> None:
        """Note that the last change gave a property another alias, and changed nothing else."""
        if self._revision != self._registry.revision - 1:
            return
        if before is not None:
            self._owners.pop(before, None)
        if after is not None:
            self._owners[after] = owner
        self._revision = self._registry.revision
