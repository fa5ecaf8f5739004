"""The conversion of an upload, kept beside the upload so that one can find and follow it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue_runtime.conversions import find_conversion
from catalogue_runtime.store import CatalogueStore
from spatial_runtime.conversion_record import record
from twin.spatial.conversion import Conversion
from twin.spatial.conversion_begin import of_upload
from twin.spatial.derivative import Recipe
from twin.spatial.upload import Upload


@dataclass(frozen=True)
class Track:
    """Records the steps of uploads; a step that is recorded twice is the same one."""

    store: CatalogueStore

    def find(self, upload: Upload) -> Conversion | None:
        """Return the conversion of an upload, or None where no workflow had it yet."""
        begun = of_upload(upload)
        return find_conversion(self.store, begun.asset_id, begun.conversion_id)

    def went_on(
        self, upload: Upload, recipe: Recipe | None = None, *, was_cached: bool = False
    ) -> None:
        """Record a step of an upload's execution."""
        before = self.find(upload)
        conversion = (before or of_upload(upload)).running(
            upload.step, upload.progress, execution=upload.execution, at=time.time()
        )
        if recipe is not None:
            conversion = conversion.made_by(recipe, was_cached=was_cached)
        record(self.store, conversion, before)

    def succeeded(self, upload: Upload, number: int) -> None:
        """Record that an upload became a version of a file."""
        conversion = (self.find(upload) or of_upload(upload)).succeeded(number, at=time.time())
        record(self.store, conversion, None)

    def failed(self, upload: Upload, error: Mapping[str, str]) -> None:
        """Record that an upload became nothing."""
        conversion = (self.find(upload) or of_upload(upload)).failed(error, at=time.time())
        record(self.store, conversion, None)
