"""The 3D scene: which models, where, and the addresses of their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spatial_catalog.views import scene_node
from spatial_runtime.asset_storage import URL_SECONDS, AssetStorage
from spatial_runtime.catalog_table import CatalogEntry, CatalogTable
from twin.api.schemas.scene import SceneBody, SceneModelBody, SceneNode
from twin.site_document import SceneModel, SiteDocument
from twin.spatial.assembly import Assembly
from twin.spatial.catalogue import ASSEMBLY_FILE, SCENE_FILE, CatalogueFile

MAXIMUM_OTHERS = 20
"""Published assets that the site's scene does not name, the newest ones, shown beside it."""


@dataclass(frozen=True)
class Scene:
    """The scene of one site at one moment."""

    site: SiteDocument
    catalog: CatalogTable
    storage: AssetStorage
    now: float

    def body(self) -> SceneBody:
        """Return the models of the site definition first, other published assets after."""
        named = [self._named(model) for model in self.site.scene]
        return {"site": self.site.name, "models": [*named, *self._others()]}

    def tree(self, entry: CatalogEntry) -> list[SceneNode]:
        """Return the assembly tree of a version; empty where its converter writes none."""
        file = _file(entry, ASSEMBLY_FILE)
        value = self.storage.read_json(file.key) if file else None
        if value is None:
            return []
        return [scene_node(root, self.site) for root in Assembly.from_dict(value).roots]

    def _named(self, model: SceneModel) -> SceneModelBody:
        entry = self.catalog.newest(model.asset_key)
        return self._model(model, entry)

    def _others(self) -> Iterator[SceneModelBody]:
        named = {model.asset_key for model in self.site.scene}
        for entry in self.catalog.page(limit=MAXIMUM_OTHERS + len(named), token=None).entries:
            key = entry.version.asset_key
            if key not in named and _file(entry, SCENE_FILE):
                origin = (0.0, 0.0, 0.0)
                yield self._model(SceneModel(key, entry.version.title, "", origin, origin), entry)

    def _model(self, model: SceneModel, entry: CatalogEntry | None) -> SceneModelBody:
        file = _file(entry, SCENE_FILE) if entry else None
        return {
            "asset_key": model.asset_key,
            "title": model.title,
            "url": self.storage.address(file) if file else None,
            "url_expires_at": self.now + URL_SECONDS if file else None,
            "size_bytes": file.size_bytes if file else 0,
            "position_metres": list(model.position_metres),
            "rotation_radians": list(model.rotation_radians),
            "tree": self.tree(entry) if entry else [],
        }


def _file(entry: CatalogEntry, name: str) -> CatalogueFile | None:
    return next((file for file in entry.files if file.file_name == name), None)
