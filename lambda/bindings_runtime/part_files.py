"""The parts of files of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue_runtime import files, versions
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.versions import FileLists
from spatial_runtime.asset_storage import AssetStorage
from twin.binding.errors import PartsMissing
from twin.catalogue.errors import AssetFileUnknown
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.identity import AssetId
from twin.catalogue.version import FileEntry
from twin.spatial.assembly import Assembly
from twin.spatial.catalogue import ASSEMBLY_FILE
from twin.spatial.parts.part import PartTree


@dataclass(frozen=True)
class PartFiles:
    """The files of one asset, read once a request."""

    catalogue: CatalogueStore
    storage: AssetStorage
    lists: FileLists
    asset_id: AssetId
    _trees: dict[tuple[str, int], PartTree | None] = field(default_factory=dict)

    def of_version(self, number: int) -> dict[str, FileEntry]:
        """Return the files of a version of the asset by path.

        Raises:
            VersionUnknown: the asset has no such version.
        """
        version = versions.version(self.catalogue, self.asset_id, number)
        return {file.path: file for file in self.lists.read(self.asset_id, version).entries}

    def entry(self, path: str, number: int) -> FileEntry | None:
        """Return a version of a file, or None where it is gone."""
        try:
            file = files.file(self.catalogue, self.asset_id, path, number)
        except AssetFileUnknown:
            return None
        return FileEntry(path, number, file.source.size_bytes, file.source.sha256)

    def assembly_file(self, path: str, number: int) -> StoredFile | None:
        """Return the derivative that holds the parts of a version of a file, or None."""
        try:
            file = files.file(self.catalogue, self.asset_id, path, number)
        except AssetFileUnknown:
            return None
        return _assembly_of(file)

    def tree(self, path: str, number: int) -> PartTree | None:
        """Return the parts of a version of a file, None where it has none."""
        key = (path, number)
        if key not in self._trees:
            stored = self.assembly_file(path, number)
            value = self.storage.read_json(stored.key) if stored else None
            self._trees[key] = None if value is None else PartTree.of(Assembly.from_dict(value))
        return self._trees[key]

    def parts(self, path: str, number: int) -> PartTree:
        """Return the parts of a version of a file.

        Raises:
            PartsMissing: it has none.
        """
        tree = self.tree(path, number)
        if tree is None:
            raise PartsMissing(
                "the file has no parts",
                found=ascii(path)[:160],
                expected="a file that a converter made an assembly of; bind a region otherwise",
            )
        return tree


def _assembly_of(file: FileVersion) -> StoredFile | None:
    named = (one for one in file.derivatives if one.file_name == ASSEMBLY_FILE)
    return next(named, None)
