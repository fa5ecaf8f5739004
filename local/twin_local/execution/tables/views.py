"""The items of a table in the order of one of its keys, found by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from decimal import InvalidOperation
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from twin_local.execution.tables.keys import KEY_TYPES, Key

SortKey = tuple[Any, ...]
"""The values that order the items of one hash value, as Python compares them."""


@dataclass(frozen=True)
class Layout:
    """The attributes that order a view: the hash of its key, then what moto sorts by."""

    hash_name: str
    sort_names: tuple[str, ...]
    required: tuple[str, ...]
    """Without these an item is not in the view."""

    types: tuple[tuple[str, str], ...]
    """The declared type of each attribute."""


@dataclass
class Partition:
    """The items of one hash value, in order."""

    keys: list[SortKey] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def put(self, key: SortKey, item: Item) -> None:
        """Insert an item that is not there."""
        position = bisect_left(self.keys, key)
        self.keys.insert(position, key)
        self.items.insert(position, item)

    def remove(self, key: SortKey) -> None:
        """Remove the item that is there under a key."""
        position = bisect_left(self.keys, key)
        del self.keys[position], self.items[position]

    def between(self, comparison: str, values: list[Any]) -> tuple[int, int]:
        """Return the positions, half open, of the items whose range value meets a condition."""
        first, last = values[0], values[-1]
        if comparison == "BEGINS_WITH":
            low = self._before(first)
            return low, bisect_left(
                self.keys, True, lo=low, key=lambda key: not key[0].startswith(first)
            )
        low = 0 if comparison in ("<", "<=") else self._before(first)
        high = len(self.keys) if comparison in (">", ">=") else self._after(last)
        if comparison == ">":
            low = self._after(first)
        if comparison == "<":
            high = self._before(last)
        return low, max(low, high)

    def beyond(self, key: SortKey, *, is_forward: bool) -> tuple[int, int]:
        """Return the positions, half open, of the items that come after a key."""
        if is_forward:
            return bisect_right(self.keys, key), len(self.keys)
        return 0, bisect_left(self.keys, key)

    def _before(self, value: Any) -> int:
        return bisect_left(self.keys, value, key=lambda key: key[0])

    def _after(self, value: Any) -> int:
        return bisect_right(self.keys, value, key=lambda key: key[0])


class View:
    """All items of a table that have the attributes of a layout."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.layout = layout
        self.partitions: dict[DynamoType, Partition] = {}
        self.misfits: set[Key] = set()
        """Items with a key attribute of another type than declared: only moto can order them."""
        self._places: dict[Key, tuple[DynamoType, SortKey]] = {}
        self._types = dict(layout.types)
        found: dict[DynamoType, list[tuple[SortKey, Item]]] = {}
        for item in table.all_items():
            place = self._note((item.hash_key, item.range_key), item)
            if place is not None:
                found.setdefault(place[0], []).append((place[1], item))
        for value, entries in found.items():
            entries.sort(key=lambda entry: entry[0])
            self.partitions[value] = Partition([key for key, _ in entries], [i for _, i in entries])

    def put(self, key: Key, item: Item | None) -> None:
        """Have an item be what it is now; None where there is none."""
        self.misfits.discard(key)
        if (place := self._places.pop(key, None)) is not None:
            self._remove(*place)
        if item is not None and (place := self._note(key, item)) is not None:
            self.partitions.setdefault(place[0], Partition()).put(place[1], item)

    def _remove(self, value: DynamoType, order: SortKey) -> None:
        partition = self.partitions[value]
        partition.remove(order)
        if not partition.keys:
            del self.partitions[value]

    def values(self, attributes: dict[str, DynamoType]) -> SortKey | None:
        """Return what orders an item with these attributes, None if they do not have the types."""
        if not all(self.fits(name, attributes.get(name)) for name in self.layout.sort_names):
            return None
        return tuple(attributes[name].cast_value for name in self.layout.sort_names)

    def _note(self, key: Key, item: Item) -> tuple[DynamoType, SortKey] | None:
        if any(name not in item.attrs for name in self.layout.required):
            return None
        attributes: dict[str, DynamoType] = item.attrs
        order = self.values(attributes)
        if order is None or not self.fits(self.layout.hash_name, attributes[self.layout.hash_name]):
            self.misfits.add(key)
            return None
        # The values of an item change in place: what it is found by must not.
        place = DynamoType(attributes[self.layout.hash_name]), order
        self._places[key] = place
        return place

    def fits(self, name: str, value: DynamoType | None) -> bool:
        """Say whether a value has the declared type of an attribute."""
        if value is None or value.type not in KEY_TYPES or value.type != self._types.get(name):
            return False
        try:
            hash(value)
        except (InvalidOperation, TypeError):
            return False
        return True
