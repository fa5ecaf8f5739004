"""Delete items whose time to live is over, as DynamoDB's background process does.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamRecord, Table

from twin_local.execution.patching import original, replace
from twin_local.execution.types import Foreign

OLDEST_S = 5 * 365 * 86_400
"""A time to live that was over five years ago deletes nothing."""

EXPIRES_AT = "expires_at"
"""What an item bears besides moto's attributes: its time to live, and the clock's moment for it."""

SERVICE = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}


@dataclass
class Expiry:
    """Deletes expired items of one account.

    A writer computes a time to live from the machine's time. Where the clock is ahead, the item
    expires as long after it was written as the writer meant: the offset that was valid when the
    value was first seen is added.
    """

    account: str
    offset_s: Callable[[], float]
    _is_deleting: bool = False

    def install(self) -> None:
        """Have the stream records of expired items say who deleted them."""
        initialise = original(StreamRecord, "__init__")

        def __init__(record: StreamRecord, table: Table, *values: Any, **named: Any) -> None:
            initialise(record, table, *values, **named)
            record.record["awsRegion"] = table.region_name
            if self._is_deleting and record.record["eventName"] == "REMOVE":
                record.record["userIdentity"] = SERVICE

        replace(StreamRecord, "__init__", __init__)

    def look(self, now: float) -> tuple[dict[str, int], float | None]:
        """Delete what has expired; return the deletions by table, and when the next item does."""
        deleted: dict[str, int] = {}
        next_due: float | None = None
        for table, attribute in self._tables():
            for item in list(_items(table)):
                due = self._due(item, attribute, now)
                if due is None:
                    continue
                if due > now:
                    next_due = due if next_due is None else min(next_due, due)
                else:
                    self._delete(table, item)
                    deleted[table.name] = deleted.get(table.name, 0) + 1
        return deleted, next_due

    def _tables(self) -> Iterator[tuple[Table, str]]:
        for backend in list(dynamodb_backends[self.account].values()):
            for table in list(backend.tables.values()):
                if table.ttl.get("TimeToLiveStatus") == "ENABLED":
                    yield table, table.ttl["AttributeName"]

    def _due(self, item: Item, attribute: str, now: float) -> float | None:
        """Return when an item expires by the clock, None if it does not."""
        value = item.attrs.get(attribute)
        if value is None or value.type != "N":
            return None
        seconds = float(value.value)
        known: tuple[float, float] | None = getattr(item, EXPIRES_AT, None)
        if known is None or known[0] != seconds:
            known = (seconds, seconds + self.offset_s())
            setattr(item, EXPIRES_AT, known)
        return known[1] if now - known[1] <= OLDEST_S else None

    def _delete(self, table: Table, item: Item) -> None:
        self._is_deleting = True
        try:
            table.delete_item(item.hash_key, item.range_key)
        finally:
            self._is_deleting = False


def _items(table: Table) -> Iterator[Item]:
    has_range = table.range_key_attr is not None
    held: Foreign
    for held in list(table.items.values()):
        yield from list(held.values()) if has_range else [held]
