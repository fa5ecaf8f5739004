"""`Custom::S3AutoDeleteObjects`: empties a bucket before it is deleted."""

from __future__ import annotations

from typing import ClassVar

from twin_local.engine.custom.native import NativeResource
from twin_local.engine.json_value import Json, Properties


class EmptyBucket(NativeResource):
    """Deletes every version of every object when it is removed."""

    honoured: ClassVar[frozenset[str]] = frozenset({"BucketName"})

    def apply(self, properties: Properties, before: Properties | None) -> dict[str, Json]:
        """Do nothing while the bucket is in use."""
        return {}

    def remove(self, properties: Properties) -> None:
        """Delete all objects, page by page."""
        bucket = {"Bucket": properties["BucketName"]}
        while True:
            page = self.clients.call("s3", "ListObjectVersions", bucket)
            found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
            if not found:
                return
            objects = [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in found]
            self.clients.call("s3", "DeleteObjects", {**bucket, "Delete": {"Objects": objects}})
