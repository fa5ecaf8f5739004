"""What assets are found by beside their ids: model, name, parent, aliases of properties.

It follows every change of an asset, so that no operation has to read all assets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from twin_local.services.iotsitewise.document_table import DocumentTable
from twin_local.services.iotsitewise.store import Json

Owner = tuple[str, str]
"""The ids of an asset and of its property."""
Place = tuple[str, str]
"""The id of an asset's model and the asset's name."""


class AssetIndex:
    """Finds the ids of assets."""

    def __init__(self, assets: DocumentTable) -> None:
        self._of_model: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._named: defaultdict[Place, dict[str, None]] = defaultdict(dict)
        self._parents: dict[str, str] = {}
        self._owners: dict[str, Owner] = {}
        for key, document in assets.documents.items():
            self._changed(key, None, document)
        assets.on_changed.append(self._changed)

    def of_model(self, model_id: str) -> list[str]:
        """Return the assets of a model."""
        return list(self._of_model.get(model_id, ()))

    def count_of_model(self, model_id: str) -> int:
        """Return how many assets a model has."""
        return len(self._of_model.get(model_id, ()))

    def named(self, name: str, model_id: str) -> list[str]:
        """Return the assets of a model that have a name."""
        return list(self._named.get((model_id, name), ()))

    def parent(self, asset_id: str) -> str | None:
        """Return the asset that an asset is below, None for one at the top."""
        return self._parents.get(asset_id)

    def owner(self, alias: str) -> Owner | None:
        """Return which property has an alias, None where none has."""
        return self._owners.get(alias)

    def _changed(self, key: str, before: Json | None, after: Json | None) -> None:
        old, new = (_place(one) if one else None for one in (before, after))
        if old != new:
            self._changed_place(key, old, new)
        self._changed_links(key, before, after)
        self._changed_aliases(key, before, after)

    def _changed_place(self, key: str, old: Place | None, new: Place | None) -> None:
        if old:
            self._of_model[old[0]].pop(key, None)
            self._named[old].pop(key, None)
            if not self._named[old]:
                del self._named[old]
        if new:
            self._of_model[new[0]][key] = None
            self._named[new][key] = None

    def _changed_links(self, key: str, before: Json | None, after: Json | None) -> None:
        old, new = ((one["children"] if one else []) for one in (before, after))
        if old is new:
            return
        children, others = ({link["assetId"] for link in links} for links in (old, new))
        for child in children - others:
            if self._parents.get(child) == key:
                del self._parents[child]
        for child in others - children:
            self._parents[child] = key

    def _changed_aliases(self, key: str, before: Json | None, after: Json | None) -> None:
        old, new = ((one["settings"] if one else {}) for one in (before, after))
        if old is new:
            return
        for alias, property_id in _aliases(old):
            if self._owners.get(alias) == (key, property_id):
                del self._owners[alias]
        for alias, property_id in _aliases(new):
            self._owners[alias] = (key, property_id)


def _place(asset: Json) -> Place:
    return asset["assetModelId"], asset["assetName"]


def _aliases(settings: Json) -> Iterator[tuple[str, str]]:
    for property_id, one in settings.items():
        if alias := one.get("alias"):
            yield alias, property_id
