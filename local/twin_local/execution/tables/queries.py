"""Have a query cost what it examines: moto looks at every item of the table for each.

Beside each table stand views of it, sorted by its key and by those of its secondary indexes that
were queried. A query takes from the view the items that moto would come to, and moto checks them
as it checks all. What a view cannot tell for sure moto finds in its own way.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from twin_local.execution.patching import original, replace
from twin_local.execution.tables.candidates import Query, layout_of, select
from twin_local.execution.tables.keys import Key, key_of
from twin_local.execution.tables.views import Layout, View
from twin_local.execution.types import Foreign

_lock = threading.RLock()
_thread = threading.local()


class _Views:
    """The views of one table's items."""

    def __init__(self, items: object) -> None:
        self.items = items
        self.by_layout: dict[Layout, View] = {}


_tables: WeakKeyDictionary[Table, _Views] = WeakKeyDictionary()


def install() -> None:
    """Answer queries from views, and keep these with each write."""
    replace(Table, "query", _query)
    replace(Table, "all_items", _all_items)
    replace(Table, "put_item", _put)
    replace(Table, "delete_item", _delete)
    replace(DynamoDBBackend, "update_item", _update)


def refresh(table: Table, key: Key | None) -> None:
    """Have the views of a table hold the item with a key as it is now."""
    if key is None:
        return
    with _lock:
        views = _tables.get(table)
        if views is None or views.items is not table.items:
            return
        item = _item(table, key)
        for view in views.by_layout.values():
            view.put(key, item)


def place(table: Table, key: Key, item: Item | None) -> None:
    """Put an item where it belongs, or nothing, past what a write checks and tells."""
    items: Foreign = table.items
    hash_key, range_key = key
    holder, name = (items, hash_key) if range_key is None else (items[hash_key], range_key)
    if item is None:
        holder.pop(name, None)
    else:
        holder[name] = item
    refresh(table, key)


def _item(table: Table, key: Key) -> Item | None:
    hash_key, range_key = key
    held: Any = table.items.get(hash_key)  # does not make an empty partition, as moto's does
    item: Item | None = held if range_key is None or held is None else held.get(range_key)
    return item


def _view(table: Table, layout: Layout) -> View:
    views = _tables.get(table)
    if views is None or views.items is not table.items:
        views = _tables[table] = _Views(table.items)
    if layout not in views.by_layout:
        views.by_layout[layout] = View(table, layout)
    return views.by_layout[layout]


def _query(table: Table, *values: Any, **named: Any) -> Any:
    _thread.candidates = _candidates(table, Query.of(*values, **named))
    try:
        return original(Table, "query")(table, *values, **named)
    finally:
        _thread.candidates = None


def _candidates(table: Table, query: Query) -> list[Item] | None:
    layout = layout_of(table, query)
    if layout is None:
        return None
    with _lock:
        return select(_view(table, layout), query)


def _all_items(table: Table) -> list[Item]:
    candidates: list[Item] | None = getattr(_thread, "candidates", None)
    if candidates is not None:
        return candidates
    found: list[Item] = original(Table, "all_items")(table)
    return found


def _put(table: Table, item_attrs: Mapping[str, Any], *values: Any, **named: Any) -> Item:
    try:
        put: Item = original(Table, "put_item")(table, item_attrs, *values, **named)
    finally:
        refresh(table, key_of(table, item_attrs))
    return put


def _delete(table: Table, hash_key: DynamoType, range_key: DynamoType | None) -> Item | None:
    try:
        deleted: Item | None = original(Table, "delete_item")(table, hash_key, range_key)
    finally:
        refresh(table, (hash_key, range_key))
    return deleted


def _update(
    backend: DynamoDBBackend, table_name: str, key: Mapping[str, Any], *values: Any, **named: Any
) -> Item:
    table = backend.get_table(table_name)
    try:
        updated: Item = original(DynamoDBBackend, "update_item")(
            backend, table_name, key, *values, **named
        )
    finally:
        refresh(table, key_of(table, key))
    return updated
