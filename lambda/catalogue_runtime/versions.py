"""Versions of an asset, and the lists of their files in S3."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from catalogue_runtime import keys
from catalogue_runtime.pages import partition_page
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import ABSENT, Condition, Write, put
from twin.catalogue.errors import FilesMissing, VersionUnknown
from twin.catalogue.identity import AssetId
from twin.catalogue.records import to_record, version_of_record
from twin.catalogue.version import AssetVersion, FileList, file_list_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class VersionPage:
    """One page of versions, the newest first."""

    versions: tuple[AssetVersion, ...]
    next_token: str | None


class FileLists:
    """The lists of the files of versions, in the assets bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, asset_id: AssetId, files: FileList) -> str:
        """Store a list and return its SHA-256; the same list again changes nothing."""
        content = files.content
        digest = hashlib.sha256(content).hexdigest()
        self._client.put_object(
            Bucket=self._bucket,
            Key=file_list_key(asset_id, digest),
            Body=content,
            ContentType="application/json",
        )
        return digest

    def read(self, asset_id: AssetId, version: AssetVersion) -> FileList:
        """Return the files of a version.

        Raises:
            FilesMissing: the list is gone or damaged.
        """
        key = file_list_key(asset_id, version.files_sha256)
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("404", "NoSuchKey"):
                raise
            raise FilesMissing("the list of the files of a version is gone", where=key) from error
        return FileList.parse(answer["Body"].read(), sha256=version.files_sha256)


def find_version(store: CatalogueStore, asset_id: AssetId, number: int) -> AssetVersion | None:
    """Return a version of an asset, or None."""
    record = store.read(keys.version_key(asset_id, number))
    return version_of_record(record) if record is not None else None


def version(store: CatalogueStore, asset_id: AssetId, number: int) -> AssetVersion:
    """Return a version of an asset.

    Raises:
        VersionUnknown: it has none of this number.
    """
    found = find_version(store, asset_id, number)
    if found is None:
        raise VersionUnknown(
            "the asset has no version of this number", found=str(number), where=str(asset_id)
        )
    return found


def version_page(
    store: CatalogueStore, asset_id: AssetId, *, limit: int, token: str | None
) -> VersionPage:
    """Return one page of the versions of an asset, the newest first."""
    page = partition_page(
        store,
        keys.asset_partition(asset_id),
        keys.VERSION,
        limit=limit,
        token=token,
        newest_first=True,
    )
    return VersionPage(tuple(map(version_of_record, page.records)), page.next_token)


def version_put(asset_id: AssetId, new: AssetVersion) -> Write:
    """Return the write of a new version."""
    return put(keys.version_key(asset_id, new.number), to_record(new), condition=Condition(ABSENT))
