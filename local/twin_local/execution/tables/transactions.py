"""Have a transaction cost what it touches: moto copies all of a table before it writes one item.

What may have to be taken back is noted before: a copy of each item that the transaction names, and
how long the stream of its table is.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from moto.dynamodb.exceptions import (
    MockValidationException,
    MultipleTransactionsException,
    ResourceNotFoundException,
    TransactionCanceledException,
    TransactWriteSingleOpException,
)
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamRecord, Table

from twin_local.execution.patching import extend, original, replace
from twin_local.execution.tables.keys import Key, key_of
from twin_local.execution.tables.queries import place

ROLLED_BACK = (
    MockValidationException,
    MultipleTransactionsException,
    TransactionCanceledException,
)
"""After these moto puts its copies in the place of the tables."""

MAXIMUM_ACTIONS = 100

_thread = threading.local()


def install() -> None:
    """Replace the copies of tables by notes; installing twice is the same as once."""
    extend(Table, "__deepcopy__", _copy)
    replace(DynamoDBBackend, "transact_write_items", _transact)


@dataclass(frozen=True)
class _Before:
    """What one table was before a transaction."""

    table: Table
    items: dict[Key, Item | None]
    records: list[StreamRecord] | None
    length: int

    def restore(self) -> None:
        """Make the table what it was."""
        for key, item in self.items.items():
            place(self.table, key, item)
        if self.table.stream_shard is not None and self.records is not None:
            del self.records[self.length :]
            self.table.stream_shard.items = self.records


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    befores = _befores(backend, transact_items) if len(transact_items) <= MAXIMUM_ACTIONS else []
    _thread.is_in_transaction = True
    try:
        original(DynamoDBBackend, "transact_write_items")(backend, transact_items)
    except TransactWriteSingleOpException:
        raise  # moto takes nothing back
    except ROLLED_BACK:
        for before in befores:
            before.restore()
        raise
    finally:
        _thread.is_in_transaction = False


def _copy(table: Table, memo: dict[int, Any]) -> Table:
    """Copy a table as `copy.deepcopy` does; in a transaction the notes are its copy."""
    if getattr(_thread, "is_in_transaction", False):
        return table
    duplicate = object.__new__(type(table))
    memo[id(table)] = duplicate
    vars(duplicate).update(copy.deepcopy(vars(table), memo))
    return duplicate


def _befores(backend: DynamoDBBackend, actions: list[dict[str, Any]]) -> list[_Before]:
    touched: dict[str, set[Key]] = {}
    named: set[str] = set()
    for name, key, table in _touched(backend, actions):
        touched.setdefault(table.name, set())
        if key is not None:
            touched[table.name].add(key)
        named.add(name)
    return [_before(backend.tables[name], touched[name]) for name in touched if name in named]


def _touched(
    backend: DynamoDBBackend, actions: list[dict[str, Any]]
) -> Iterator[tuple[str, Key | None, Table]]:
    """Yield the tables as they are named, by name or ARN, and the keys that are written."""
    for action in actions:
        for kind, request in action.items():
            name = str(request.get("TableName"))
            try:
                table = backend.get_table(name)
            except ResourceNotFoundException:
                continue
            yield name, key_of(table, request.get("Item" if kind == "Put" else "Key")), table


def _before(table: Table, keys: Iterable[Key]) -> _Before:
    shard = table.stream_shard
    records = None if shard is None else shard.items
    return _Before(
        table=table,
        items={key: copy.deepcopy(table.get_item(*key)) for key in keys},
        records=records,
        length=len(records or ()),
    )
