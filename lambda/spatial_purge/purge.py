"""The removal of assets for good, in small steps that may be done twice.

The record of an asset goes first (`catalogue_runtime.purge`), the item that says so last: a call
that ends in between is gone on with by the next one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from catalogue_runtime import keys
from catalogue_runtime.assets import count_write
from catalogue_runtime.links import remove_links
from catalogue_runtime.purge import begin_purge
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import PRESENT, Condition, delete
from spatial_purge.sources import Sources
from twin.catalogue.errors import CatalogueConflict
from twin.catalogue.file import FileVersion
from twin.catalogue.history import SYSTEM
from twin.catalogue.identity import AssetId
from twin.catalogue.records import file_of
from twin_runtime.logging import logger

BATCH = 40
"""Versions of files, or other items, of one step: a transaction has at most 100 writes."""


class Report(TypedDict):
    """What a call did; `unfinished` is an asset (`<database>/<key>`) that is not done, or empty."""

    assets: int
    files: int
    removed_sources: int
    unfinished: str


class OutOfTime(Exception):
    """The call must end; the next one goes on."""


@dataclass
class Purge:
    """One call that may work until a moment, in seconds since 1970."""

    store: CatalogueStore
    sources: Sources
    until: float
    assets: int = 0
    files: int = 0
    removed_sources: int = 0

    def run(self, *, now: float) -> Report:
        """Remove all assets whose retention is over."""
        return self.finish_all(self._due(now))

    def finish_all(self, asset_ids: Iterable[AssetId]) -> Report:
        """Remove assets; those that are not deleted, or not due, stay."""
        unfinished = ""
        for asset_id in asset_ids:
            try:
                if self._is_begun(asset_id):
                    self._finish(asset_id)
            except OutOfTime:
                unfinished = str(asset_id)
                break
            except CatalogueConflict as error:
                # Somebody restores it, or removes the same bytes: the next call sees what is left.
                logger().info("left for the next call", extra={"error": error.to_dict()})
        return {
            "assets": self.assets,
            "files": self.files,
            "removed_sources": self.removed_sources,
            "unfinished": unfinished,
        }

    def _due(self, now: float) -> Iterator[AssetId]:
        pages = self.store.client.get_paginator("query").paginate(
            TableName=self.store.table,
            IndexName="by-time",
            KeyConditionExpression="gpk = :purges AND gsk <= :now",
            ExpressionAttributeValues={
                ":purges": {"S": keys.PURGES},
                ":now": {"S": keys.time_text(now)},
            },
        )
        for page in pages:
            for item in page["Items"]:
                record = json.loads(item["record"]["S"])
                yield AssetId(record["database_id"], record["asset_key"])

    def _is_begun(self, asset_id: AssetId) -> bool:
        """Begin the removal of an asset that is due; tell whether there is something to finish."""
        asset = self.store.find_asset(asset_id)
        if asset is not None:
            if asset.purge_after is None or asset.purge_after > time.time():
                return False  # restored since the list was read
            begin_purge(self.store, asset, author=SYSTEM)
        return self.store.read(keys.purge_key(asset_id)) is not None

    def _finish(self, asset_id: AssetId) -> None:
        remove_links(self.store, asset_id, author=SYSTEM, at=time.time())
        while batch := self._next_items(asset_id, keys.FILE_VERSION):
            self._remove_files(asset_id, [file_of(_record(item)) for item in batch])
        while batch := self._next_items(asset_id, ""):
            self.store.transact([delete(_key(item)) for item in batch])
        self.sources.remove_documents(asset_id)
        self.store.transact(
            [
                delete(keys.purge_key(asset_id), Condition(PRESENT)),
                count_write(asset_id.database_id, -1),
            ]
        )
        self.assets += 1

    def _remove_files(self, asset_id: AssetId, versions: list[FileVersion]) -> None:
        """Remove versions of files: references, then bytes, then the records that name both."""
        self.store.transact(
            [
                delete(keys.reference_key(one.source.sha256, asset_id, one.path, one.number))
                for one in versions
            ]
        )
        for sha256 in sorted({one.source.sha256 for one in versions}):
            self._check_time()
            self.removed_sources += self.sources.release(sha256)
        self.store.transact(
            [delete(keys.file_version_key(asset_id, one.path, one.number)) for one in versions]
        )
        self.files += len(versions)

    def _next_items(self, asset_id: AssetId, prefix: str) -> list[Any]:
        self._check_time()
        partition = keys.asset_partition(asset_id)
        condition = "pk = :asset"
        values: Any = {":asset": {"S": partition}}
        if prefix:
            condition += " AND begins_with(sk, :prefix)"
            values[":prefix"] = {"S": prefix}
        answer = self.store.client.query(
            TableName=self.store.table,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            ConsistentRead=True,
            Limit=BATCH,
        )
        return answer["Items"]

    def _check_time(self) -> None:
        if time.time() >= self.until:
            raise OutOfTime


def _record(item: Any) -> Any:  # noqa: ANN401 - a record
    return json.loads(item["record"]["S"])


def _key(item: Any) -> keys.Key:  # noqa: ANN401 - an item as DynamoDB has it
    return {"pk": item["pk"], "sk": item["sk"]}
