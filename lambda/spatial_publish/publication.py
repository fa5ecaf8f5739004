"""Verify what a conversion wrote and publish it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import PurePath

from catalogue_runtime import files
from catalogue_runtime.assets import NewAsset, create_asset
from catalogue_runtime.revision import Draft, write_asset
from catalogue_runtime.store import CatalogueStore, require_present
from catalogue_runtime.versions import FileLists, version_put
from catalogue_runtime.writes import Condition, Write
from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.derivatives import verified_derivatives
from spatial_runtime.upload_table import UploadTable, upload_item
from twin.catalogue.asset import Asset
from twin.catalogue.asset_fields import empty_asset
from twin.catalogue.errors import CatalogueConflict
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.history import Author
from twin.catalogue.identity import SITE_DATABASE, AssetId
from twin.catalogue.version import FileEntry, FileList, version_of
from twin.site_document import SiteDocument
from twin.spatial.catalogue import source_of
from twin.spatial.content import ContentType
from twin.spatial.conversion_begin import of_upload
from twin.spatial.derivative import Recipe
from twin.spatial.upload import Upload

ATTEMPTS = 5
"""How often a publication is made that others overtook; then the workflow waits and tries again."""


@dataclass(frozen=True)
class Published:
    """A version of a file in the catalogue, and its asset as it is with it."""

    asset: Asset
    file: FileVersion


@dataclass(frozen=True)
class Arrival:
    """What an upload brings: the verified bytes and what was made from them.

    `seen_at` is when their verification began, seconds since 1970.
    """

    upload: Upload
    content_type: ContentType
    source: StoredFile
    recipe: Recipe | None
    derivatives: tuple[StoredFile, ...]
    seen_at: float

    @property
    def asset_id(self) -> AssetId:
        """Return the asset that it is for."""
        return AssetId(self.upload.plan.database_id, self.upload.plan.asset_key)

    def is_same_as(self, file: FileVersion) -> bool:
        """Tell whether both are the same bytes, made into the same in the same way."""
        return (self.source.sha256, self.recipe) == (file.source.sha256, file.recipe)

    def as_file(self, number: int, *, at: float) -> FileVersion:
        """Return it as a version of a file."""
        return FileVersion(
            path=self.upload.plan.path,
            number=number,
            source=self.source,
            content_type=self.content_type,
            recipe=self.recipe,
            derivatives=self.derivatives,
            published_at=at,
            published_by=self.upload.created_by_name,
            upload_id=self.upload.upload_id,
            conversion_id=of_upload(self.upload).conversion_id,
        )


@dataclass(frozen=True)
class Publication:
    """The publication of uploads of one site."""

    site: SiteDocument
    uploads: UploadTable
    catalogue: CatalogueStore
    storage: AssetStorage
    lists: FileLists
    uploads_bucket: str

    def publish(
        self, upload: Upload, recipe: Recipe | None, content_type: ContentType
    ) -> Published:
        """Verify every file, then write the catalogue in one transaction.

        The same bytes made in the same way are no new version. Without a recipe the file is
        published as it is.

        Raises:
            ManifestInvalid, DerivativeInvalid: the conversion did not deliver.
            UploadChecksumMismatch: the original is not the announced file.
            DatabaseUnknown, AssetDeleted: there is no place for it any more.
            CatalogueConflict: it was overtaken again and again.
        """
        seen_at, source = time.time(), source_of(upload, content_type)
        derivatives = verified_derivatives(self.storage, recipe) if recipe else ()
        self.storage.adopt(bucket=self.uploads_bucket, key=upload.key, file=source)
        arrival = Arrival(upload, content_type, source, recipe, derivatives, seen_at)
        for _ in range(ATTEMPTS - 1):
            try:
                return self._try(arrival)
            except CatalogueConflict:
                continue
        return self._try(arrival)

    def _try(self, arrival: Arrival) -> Published:
        asset_id, path = arrival.asset_id, arrival.upload.plan.path
        asset = self.catalogue.find_asset(asset_id)
        if asset is None:
            return self._first(arrival)
        require_present(asset)
        newest = files.find_file(self.catalogue, asset_id, path)
        if newest is not None and arrival.is_same_as(newest):
            self._close(arrival.upload)
            return Published(asset, newest)
        number = files.last_number(self.catalogue, asset_id, path) + 1
        file = arrival.as_file(number, at=time.time())
        after, writes = self._writes(arrival, asset, file, is_new=False)
        draft = Draft(after, "publishFile", tuple(writes), _details(file))
        written = write_asset(self.catalogue, asset, draft, author=_author(arrival.upload))
        return Published(written, file)

    def _first(self, arrival: Arrival) -> Published:
        """Publish the first file of an asset that is made with it."""
        upload, now = arrival.upload, time.time()
        asset = empty_asset(arrival.asset_id, self._title(upload), by=upload.created_by, now=now)
        file = arrival.as_file(1, at=now)
        after, writes = self._writes(arrival, asset, file, is_new=True)
        new = NewAsset(after, "publishFile", writes, _details(file))
        made = create_asset(self.catalogue, new, author=_author(upload), overtaken=True)
        return Published(made, file)

    def _writes(
        self, arrival: Arrival, asset: Asset, file: FileVersion, *, is_new: bool
    ) -> tuple[Asset, list[Write]]:
        """Return the asset with a file, and what is written together with it."""
        writes = files.publication_writes(asset.asset_id, file, since=arrival.seen_at)
        writes.append(_end_of(arrival.upload))
        if arrival.upload.plan.hold:
            return asset, writes
        entry = FileEntry(file.path, file.number, file.source.size_bytes, file.source.sha256)
        before = FileList(()) if is_new else files.working_tree(self.catalogue, asset.asset_id)
        tree = before.with_file(entry)
        version = version_of(
            asset, tree, comment="", created_at=file.published_at, created_by=file.published_by
        )
        self.lists.keep(asset.asset_id, tree)
        writes.append(version_put(asset.asset_id, version))
        return replace(asset, version=version.number), writes

    def _close(self, upload: Upload) -> None:
        done = _done(upload)
        if not self.uploads.move(done, states=("CONVERTING",), executions=(upload.execution,)):
            raise CatalogueConflict("the upload is not converting", where=upload.upload_id)

    def _title(self, upload: Upload) -> str:
        plan = upload.plan
        titles = {model.asset_key: model.title for model in self.site.scene}
        named = titles.get(plan.asset_key) if plan.database_id == SITE_DATABASE else None
        return named or PurePath(plan.file_name).stem


def _done(upload: Upload) -> Upload:
    return upload.moved("PUBLISHED", 1.0, "published")


def _end_of(upload: Upload) -> Write:
    """Return the write that ends an upload, which must be this execution's still."""
    condition = Condition(
        "upload_state = :converting AND execution = :execution",
        {":converting": {"S": "CONVERTING"}, ":execution": {"S": upload.execution}},
    )
    return Write("Put", {"Item": upload_item(_done(upload))}, condition)


def _author(upload: Upload) -> Author:
    return Author(upload.created_by, upload.created_by_name)


def _details(file: FileVersion) -> dict[str, str]:
    return {"path": file.path, "number": str(file.number), "upload": file.upload_id}
