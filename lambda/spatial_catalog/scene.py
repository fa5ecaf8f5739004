"""The 3D scene: which models, where, and the addresses of their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from catalogue_runtime.assets import asset_page
from catalogue_runtime.files import file_page, find_file
from catalogue_runtime.store import CatalogueStore
from spatial_catalog.views import scene_node
from spatial_runtime.asset_storage import URL_SECONDS, AssetStorage
from twin.api.schemas.scene import SceneBody, SceneLevelBody, SceneModelBody, SceneNode
from twin.catalogue.asset import Asset
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.identity import SITE_DATABASE, AssetId
from twin.site_document import SceneModel, SiteDocument
from twin.spatial.assembly import Assembly
from twin.spatial.catalogue import ASSEMBLY_FILE, SCENE_FILE
from twin.spatial.scene_levels import LEVEL_FILES, level_triangles

MAXIMUM_OTHERS = 20
"""Assets of the site's database that its scene does not name, the newest ones, shown beside it."""

MAXIMUM_FILES = 20
"""How many files of an asset, in the order of their paths, are searched for one to be shown."""

Readable = Callable[[tuple[Asset, ...]], list[Asset]]


@dataclass(frozen=True)
class Scene:
    """The scene of one site at one moment."""

    site: SiteDocument
    catalogue: CatalogueStore
    storage: AssetStorage
    now: float

    def body(self, readable: Readable) -> SceneBody:
        """Return the models of the site definition first, other published assets after.

        `readable` leaves the assets that the caller may know of. A model that is not published has
        no secret: the site document names it.
        """
        named = [*self._named(readable)]
        return {"site": self.site.name, "models": [*named, *self._others(readable)]}

    def _named(self, readable: Readable) -> Iterator[SceneModelBody]:
        for model in self.site.scene:
            asset = self.catalogue.find_asset(AssetId(SITE_DATABASE, model.asset_key))
            present = asset is not None and not asset.is_deleted
            if asset is not None and present and readable((asset,)):
                yield self._model(model, self._shown(asset, model.source))
            else:
                yield self._model(model, None)

    def _others(self, readable: Readable) -> Iterator[SceneModelBody]:
        named = {model.asset_key for model in self.site.scene}
        page = asset_page(
            self.catalogue,
            SITE_DATABASE,
            deleted=False,
            limit=MAXIMUM_OTHERS + len(named),
            token=None,
        )
        for asset in readable(page.assets):
            key = asset.asset_id.asset_key
            file = None if key in named else self._shown(asset, "")
            if file is not None:
                origin = (0.0, 0.0, 0.0)
                yield self._model(SceneModel(key, asset.title, "", origin, origin), file)

    def _shown(self, asset: Asset, source: str) -> FileVersion | None:
        """Return the file of an asset that is shown: the site's choice, or the first that can."""
        name = PurePosixPath(source).name
        chosen = find_file(self.catalogue, asset.asset_id, name) if name else None
        if chosen is not None and _derivative(chosen, SCENE_FILE):
            return chosen
        page = file_page(self.catalogue, asset.asset_id, prefix="", limit=MAXIMUM_FILES, token=None)
        return next((file for file in page.files if _derivative(file, SCENE_FILE)), None)

    def _model(self, model: SceneModel, file: FileVersion | None) -> SceneModelBody:
        shown = _derivative(file, SCENE_FILE) if file else None
        return {
            "database_id": SITE_DATABASE,
            "asset_key": model.asset_key,
            "path": file.path if file else None,
            "title": model.title,
            "url": self.storage.address(shown) if shown else None,
            "url_expires_at": self.now + URL_SECONDS if shown else None,
            "size_bytes": shown.size_bytes if shown else 0,
            "levels": [*self._levels(file)] if file else [],
            "position_metres": list(model.position_metres),
            "rotation_radians": list(model.rotation_radians),
            "tree": self._tree(file) if file else [],
        }

    def _levels(self, file: FileVersion) -> Iterator[SceneLevelBody]:
        """Yield the levels of detail of a file, the coarsest first; a small scene has none."""
        written = {one.file_name: one for one in file.derivatives if one.file_name in LEVEL_FILES}
        if not (written and file.recipe):
            return
        manifest = self.storage.read_json(file.recipe.manifest_key) or {}
        for name, triangles in level_triangles(manifest.get("facts", {})).items():
            if level := written.get(name):
                yield {
                    "url": self.storage.address(level),
                    "size_bytes": level.size_bytes,
                    "triangles": triangles,
                }

    def _tree(self, file: FileVersion) -> list[SceneNode]:
        """Return the assembly tree of a file; empty where its converter writes none."""
        written = _derivative(file, ASSEMBLY_FILE)
        value = self.storage.read_json(written.key) if written else None
        if value is None:
            return []
        return [scene_node(root, self.site) for root in Assembly.from_dict(value).roots]


def _derivative(file: FileVersion, name: str) -> StoredFile | None:
    found: Sequence[StoredFile] = [one for one in file.derivatives if one.file_name == name]
    return found[0] if found else None
