"""Verify what a conversion wrote and publish it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import PurePath

from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.catalog_table import CatalogEntry, CatalogTable
from spatial_runtime.derivatives import verified_files
from spatial_runtime.upload_table import UploadTable
from twin.site_document import SiteDocument
from twin.spatial.catalogue import AssetVersion
from twin.spatial.content import ContentType
from twin.spatial.derivative import Recipe
from twin.spatial.errors import CatalogConflict
from twin.spatial.upload import Upload


@dataclass(frozen=True)
class Publication:
    """The publication of converted uploads of one site."""

    site: SiteDocument
    uploads: UploadTable
    catalog: CatalogTable
    storage: AssetStorage
    uploads_bucket: str

    def publish(self, upload: Upload, recipe: Recipe, content_type: ContentType) -> CatalogEntry:
        """Verify every file, then write the catalogue in one transaction.

        The same bytes made in the same way are no new version.

        Raises:
            ManifestInvalid, DerivativeInvalid: the conversion did not deliver.
            UploadChecksumMismatch: the original is not the announced file.
            CatalogConflict: another version was published at the same moment.
        """
        files = verified_files(self.storage, upload, recipe)
        self.storage.adopt(bucket=self.uploads_bucket, key=upload.key, file=files[0])
        newest = self.catalog.newest(upload.plan.asset_key)
        version = self._version(upload, recipe, content_type, newest)
        done = upload.moved("PUBLISHED", 1.0, "published")
        if newest is not None and newest.version.is_same_as(version):
            if not self.uploads.move(done, states=("CONVERTING",), executions=(upload.execution,)):
                raise CatalogConflict("the upload is not converting", where=upload.upload_id)
            return newest
        entry = CatalogEntry(version, files)
        self.catalog.publish(entry, done)
        return entry

    def _version(
        self,
        upload: Upload,
        recipe: Recipe,
        content_type: ContentType,
        newest: CatalogEntry | None,
    ) -> AssetVersion:
        plan = upload.plan
        return AssetVersion(
            asset_key=plan.asset_key,
            title=self._title(plan.asset_key) or PurePath(plan.file_name).stem,
            version=1 if newest is None else newest.version.version + 1,
            source_file_name=plan.file_name,
            source_size_bytes=plan.size_bytes,
            content_type=content_type,
            recipe=recipe,
            published_at=time.time(),
            published_by=upload.created_by_name,
            upload_id=upload.upload_id,
        )

    def _title(self, asset_key: str) -> str | None:
        titles = {model.asset_key: model.title for model in self.site.scene}
        return titles.get(asset_key)
