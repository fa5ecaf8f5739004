"""Bytes in the assets bucket that no version of a file refers to any more.

Originals and what was made from them are shared by content: the references of a digest are items,
written and removed in the transactions of the catalogue. While bytes are being removed a tombstone
keeps publications of the same bytes waiting; afterwards it tells those that saw the bytes before.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from catalogue_runtime import keys
from catalogue_runtime.store import CatalogueStore, conflict
from twin.catalogue.identity import AssetId
from twin.catalogue.version import file_lists_prefix
from twin.spatial.derivative import derivatives_prefix, source_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BINDINGS = "bindings/"
"""Where the sets of bindings of assets are (`bindings_runtime.binding_store`)."""

LEASE_SECONDS = 900.0
"""How long a removal may take: as long as a function lives."""

MARGIN_SECONDS = 5.0
"""How far the clocks of two functions may be apart."""

KEEP_SECONDS = 7 * 24 * 3600
"""How long a tombstone stays: far longer than a publication takes."""


class Sources:
    """The bytes of a site's files."""

    def __init__(self, store: CatalogueStore, client: S3Client, bucket: str) -> None:
        self._store = store
        self._client = client
        self._bucket = bucket

    def release(self, sha256: str) -> bool:
        """Remove the bytes of a digest unless something refers to them; tell whether it did.

        Raises:
            CatalogueConflict: another call is at the same bytes; trying again later helps.
        """
        self._claim(sha256, now=time.time())
        if self._is_referred_to(sha256):
            self._store.client.delete_item(
                TableName=self._store.table, Key=keys.tombstone_key(sha256)
            )
            return False
        self._remove(source_key(sha256))
        self._remove(derivatives_prefix(sha256))
        self._bury(sha256, removed_at=time.time() + MARGIN_SECONDS)
        return True

    def remove_documents(self, asset_id: AssetId) -> None:
        """Remove the lists of the files of an asset's versions, and its sets of bindings."""
        self._remove(file_lists_prefix(asset_id))
        self._remove(f"{BINDINGS}{asset_id}/")

    def _claim(self, sha256: str, *, now: float) -> None:
        item = _tombstone(sha256, removed_at=now + LEASE_SECONDS)
        try:
            self._store.client.put_item(
                TableName=self._store.table,
                Item=item,
                ConditionExpression="attribute_not_exists(pk) OR removed_at < :now",
                ExpressionAttributeValues={":now": {"N": f"{now:.6f}"}},
            )
        except self._store.client.exceptions.ConditionalCheckFailedException as error:
            raise conflict(f"another removal of {sha256}") from error

    def _bury(self, sha256: str, *, removed_at: float) -> None:
        self._store.client.put_item(
            TableName=self._store.table, Item=_tombstone(sha256, removed_at=removed_at)
        )

    def _is_referred_to(self, sha256: str) -> bool:
        answer = self._store.client.query(
            TableName=self._store.table,
            KeyConditionExpression="pk = :source AND begins_with(sk, :reference)",
            ExpressionAttributeValues={
                ":source": {"S": keys.source_partition(sha256)},
                ":reference": {"S": keys.REFERENCE},
            },
            ConsistentRead=True,
            Limit=1,
        )
        return bool(answer["Items"])

    def _remove(self, prefix: str) -> None:
        """Remove every object below a prefix, all versions of it, so that nothing is left."""
        pages = self._client.get_paginator("list_object_versions").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        for page in pages:
            for found in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                self._client.delete_object(
                    Bucket=self._bucket, Key=found["Key"], VersionId=found["VersionId"]
                )


def _tombstone(sha256: str, *, removed_at: float) -> keys.Key:
    return {
        **keys.tombstone_key(sha256),
        "removed_at": {"N": f"{removed_at:.6f}"},
        "delete_after": {"N": str(int(removed_at) + KEEP_SECONDS)},
    }
