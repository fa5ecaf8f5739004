"""Items of DynamoDB tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from moto.dynamodb.exceptions import ResourceNotFoundException
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from twin_local.execution.tables.queries import place
from twin_local.server.persistence.changes.change import Environ, region_of
from twin_local.server.persistence.pickling import dump, load

TARGET = "DynamoDB_20120810."
Attributes = dict[str, Any]


class ItemChanges:
    """An address is region, table and the named attributes; an image the item, or None."""

    backend = "moto.dynamodb.models.DynamoDBBackend"

    def addresses(self, environ: Environ) -> tuple[str, ...] | None:
        """Return the items that an operation on items names."""
        target = str(environ.get("HTTP_X_AMZ_TARGET", ""))
        region = region_of(environ)
        if not target.startswith(TARGET) or region is None:
            return None
        read = OPERATIONS.get(target.removeprefix(TARGET))
        if read is None:
            return None
        try:
            named = list(read(json.loads(environ["twin.body"])))
        except (ValueError, LookupError, TypeError, AttributeError):
            return ()  # not a request that DynamoDB accepts
        return tuple(
            json.dumps([region, table, attributes], sort_keys=True) for table, attributes in named
        )

    def image(self, account: str, address: str) -> bytes:
        """Return the item as it is now; the attributes named may be more than its key."""
        region, name, attributes = json.loads(address)
        table = _table(account, region, name)
        if table is None or not _has_key(table, attributes):
            return dump(None)
        return dump(table.get_item(*_key(table, attributes)))

    def apply(self, account: str, address: str, image: bytes) -> None:
        """Put or delete an item; where the table has gone since, there is nothing to do."""
        region, name, attributes = json.loads(address)
        table = _table(account, region, name)
        if table is None or not _has_key(table, attributes):
            return
        key = _key(table, attributes)
        item: Item | None = load(image)
        before = table.get_item(*key)
        if item is not None:
            place(table, (item.hash_key, item.range_key), item)
        elif before is not None:
            table.delete_item(*key)
            return
        if table.stream_shard is not None and (before is not None or item is not None):
            table.stream_shard.add(before, item)


def _table(account: str, region: str, name: str) -> Table | None:
    try:
        return dynamodb_backends[account][region].get_table(name)
    except ResourceNotFoundException:
        return None


def _has_key(table: Table, attributes: Attributes) -> bool:
    names = (table.hash_key_attr, table.range_key_attr)
    return all(name in attributes for name in names if name)


def _key(table: Table, attributes: Attributes) -> tuple[DynamoType, DynamoType | None]:
    range_name = table.range_key_attr
    return (
        DynamoType(attributes[table.hash_key_attr]),
        DynamoType(attributes[range_name]) if range_name else None,
    )


def _put(request: Attributes) -> Iterator[tuple[str, Attributes]]:
    yield request["TableName"], request["Item"]


def _by_key(request: Attributes) -> Iterator[tuple[str, Attributes]]:
    yield request["TableName"], request["Key"]


def _batch(request: Attributes) -> Iterator[tuple[str, Attributes]]:
    for table, writes in request["RequestItems"].items():
        for write in writes:
            yield (
                table,
                (write.get("PutRequest") or {}).get("Item") or write["DeleteRequest"]["Key"],
            )


def _transaction(request: Attributes) -> Iterator[tuple[str, Attributes]]:
    for action in request["TransactItems"]:
        for kind, body in action.items():
            if kind != "ConditionCheck":
                yield body["TableName"], body["Item"] if kind == "Put" else body["Key"]


OPERATIONS = {
    "PutItem": _put,
    "UpdateItem": _by_key,
    "DeleteItem": _by_key,
    "BatchWriteItem": _batch,
    "TransactWriteItems": _transaction,
}
