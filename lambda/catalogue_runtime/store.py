"""The catalogue table, the one source of truth of what is catalogued.

Keys of its items (partition / sort), with the record as JSON in `record`:

    database#<id>        / database, count          a database; how many assets it has
    asset#<db>/<key>     / asset                    an asset as it is now, with `revision`
                         / file#<path>              newest version of a file of the working tree
                         / deletedfile#<path>       the same of a file taken out of it
                         / fileversion#<path>//<n>  every version of every file
                         / version#<n>              a version of the asset; its files are in S3
                         / comment#…, link#…, binding#…
                         / conversion#…, fileconversion#…, made#…
    alias#<db>/<alias>   / alias                    the asset that has an alias
    schema#<db>/<type>   / schema                   the JSON Schema of a type's metadata
    history#<subject>    / <time>#<change id>       one change; also in the list `changes`
    purge#<db>/<key>     / purge                    when a deleted asset is removed for good
    source#<sha256>      / ref#<digest>, removed    what refers to bytes; when they were removed
    idempotency#<caller>#<digest> / idempotency     answers of requests with an Idempotency-Key

Lists are partitions of the index `by-time`: `databases`, `assets#<db>`, `deleted#<db>`, `purges`,
`changes`, `conversions`, `conversions#<state>`. Every change is one transaction: the record, the
entry of its history and what else must be true or false together with it.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from catalogue_runtime import keys
from catalogue_runtime.writes import Write, as_item, listed, put
from twin.catalogue.asset import Asset
from twin.catalogue.change import Change
from twin.catalogue.database import Database, site_database
from twin.catalogue.errors import (
    AssetDeleted,
    AssetUnknown,
    CatalogueConflict,
    DatabaseUnknown,
)
from twin.catalogue.identity import SITE_DATABASE, AssetId
from twin.catalogue.records import asset_of, database_of, to_record

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CONDITION, CONFLICT = "ConditionalCheckFailed", "TransactionConflict"
ATTEMPTS = 6
"""How often a transaction is tried that meets another one on the same item."""


class CatalogueStore:
    """The catalogue of one site."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self.client = client
        self.table = table

    def read(self, key: keys.Key) -> Any:  # noqa: ANN401 - a record; the caller knows which
        """Return the record of an item as it is now, or None where there is no item."""
        answer = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return json.loads(answer["Item"]["record"]["S"]) if "Item" in answer else None

    def find_database(self, database_id: str) -> Database | None:
        """Return a database, or None; the site's own is there before anything is stored."""
        record = self.read(keys.database_key(database_id))
        if record is not None:
            return database_of(record)
        return site_database() if database_id == SITE_DATABASE else None

    def database(self, database_id: str) -> Database:
        """Return a database.

        Raises:
            DatabaseUnknown: there is none of this id.
        """
        found = self.find_database(database_id)
        if found is None:
            raise unknown_database(database_id)
        return found

    def find_asset(self, asset_id: AssetId) -> Asset | None:
        """Return an asset, deleted or not, or None."""
        record = self.read(keys.asset_key(asset_id))
        return asset_of(record) if record is not None else None

    def asset(self, asset_id: AssetId, *, deleted: bool = False) -> Asset:
        """Return an asset; a deleted one only where that is asked for.

        Raises:
            AssetUnknown: nothing is catalogued under this key.
            AssetDeleted: it is deleted.
        """
        found = self.find_asset(asset_id)
        if found is None:
            raise unknown_asset(asset_id)
        if not deleted:
            require_present(found)
        return found

    def commit(self, writes: Sequence[Write], change: Change) -> None:
        """Make writes and the entry of the history, all or nothing.

        Raises:
            TwinError: the refusal of the first write whose condition does not hold.
            CatalogueConflict: it has none, or another transaction held the same items.
        """
        self.transact([*writes, history_entry(change)])

    def transact(self, writes: Sequence[Write]) -> None:
        """Make writes, all or nothing, without an entry of the history; errors as `commit`."""
        items: Any = [as_item(self.table, write) for write in writes]
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.client.transact_write_items(TransactItems=items)
            except self.client.exceptions.TransactionCanceledException as error:
                reasons = [why.get("Code", "") for why in error.response["CancellationReasons"]]
                if CONDITION in reasons:
                    raise _refusal(writes[reasons.index(CONDITION)]) from error
                if CONFLICT not in reasons:
                    raise
                if attempt == ATTEMPTS:
                    raise conflict(", ".join(reasons)) from error
                time.sleep(random.uniform(0, 0.05 * 2**attempt))
            else:
                return


def require_present(asset: Asset) -> None:
    """Require that an asset is not deleted.

    Raises:
        AssetDeleted: it is.
    """
    if asset.is_deleted:
        raise AssetDeleted(
            "the asset is deleted",
            expected="an asset that is there, or its restoration first",
            where=str(asset.asset_id),
        )


def unknown_database(database_id: str) -> DatabaseUnknown:
    """Return the error of a database that is not there, or not for this caller."""
    return DatabaseUnknown("no database has this id", found=ascii(database_id)[:80])


def unknown_asset(asset_id: AssetId) -> AssetUnknown:
    """Return the error of an asset that is not there, or not for this caller."""
    return AssetUnknown("no asset has this key", found=ascii(str(asset_id))[:160])


def conflict(found: str) -> CatalogueConflict:
    """Return the error of a change that another one overtook."""
    return CatalogueConflict(
        "somebody else changed the same thing at the same moment",
        found=found,
        expected="the same request once more",
    )


def history_entry(change: Change) -> Write:
    """Return the write of an entry of the history."""
    moment = keys.time_text(change.at)
    key = keys.key(keys.history_partition(change.subject), f"{moment}#{change.change_id}")
    return put(key, to_record(change), more=listed(keys.CHANGES, change.at))


def _refusal(write: Write) -> Exception:
    condition = write.condition
    if condition is not None and condition.refusal is not None:
        return condition.refusal
    return conflict(f"{write.operation} found another state")
