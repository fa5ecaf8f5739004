"""Which items of a view moto would come to in a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import RESULT_SIZE_LIMIT, Table

from twin_local.execution.tables.keys import KEY_TYPES
from twin_local.execution.tables.views import Layout, Partition, View

VALUES = {"=": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "BETWEEN": 2, "BEGINS_WITH": 1}
"""How many values each comparison takes."""

LARGEST_ITEM_BYTES = 500_000
"""No item is larger by moto's measure: DynamoDB's bound is 400 KiB."""


@dataclass(frozen=True)
class Query:
    """The arguments of `Table.query` that say where it looks."""

    hash_key: DynamoType | None
    range_comparison: str | None
    range_values: list[DynamoType]
    limit: int | None
    start_key: dict[str, Any] | None
    is_forward: bool
    index_name: str | None
    hash_conditions: list[tuple[str, DynamoType]]
    range_conditions: list[tuple[str, str, list[DynamoType]]]
    filters: dict[str, Any]

    @classmethod
    def of(
        cls,
        hash_key: DynamoType | None,
        range_comparison: str | None,
        range_objs: list[DynamoType],
        limit: int | None,
        exclusive_start_key: dict[str, Any] | None,
        scan_index_forward: bool,
        projection_expressions: object,
        index_name: str | None = None,
        consistent_read: bool = False,
        filter_expression: object = None,
        hash_key_conditions: list[tuple[str, DynamoType]] | None = None,
        range_key_conditions: list[tuple[str, str, list[DynamoType]]] | None = None,
        **filters: Any,
    ) -> Query:
        """Take the arguments in moto's order."""
        return cls(
            hash_key=hash_key,
            range_comparison=range_comparison,
            range_values=range_objs,
            limit=limit,
            start_key=exclusive_start_key,
            is_forward=scan_index_forward is not False,
            index_name=index_name,
            hash_conditions=hash_key_conditions or [],
            range_conditions=range_key_conditions or [],
            filters=filters,
        )


def layout_of(table: Table, query: Query) -> Layout | None:
    """Return the order a query goes by; None where it is not of the plain kind."""
    index = None
    if query.index_name:
        index = next((one for one in table.all_indexes() if one.name == query.index_name), None)
        if index is None:
            return None
    schema = table.schema if index is None else index.schema
    hashes = [one["AttributeName"] for one in schema if one["KeyType"] == "HASH"]
    ranges = [one["AttributeName"] for one in schema if one["KeyType"] == "RANGE"]
    if query.filters or (query.limit is not None and query.limit < 1):
        return None
    if len(hashes) != 1 or len(ranges) > 1:
        return None
    if [name for name, _ in query.hash_conditions] != hashes or len(query.range_conditions) > 1:
        return None
    own = [name for name in (table.hash_key_attr, table.range_key_attr) if name]
    # moto sorts by the table's own hash value where neither has a range
    order = (ranges or hashes) if index is None else [*(ranges or own[-1:]), *own]
    types = {one["AttributeName"]: one["AttributeType"] for one in table.attr}
    needed = dict.fromkeys([*hashes, *order])
    if any(types.get(name) not in KEY_TYPES for name in needed):
        return None
    return Layout(
        hash_name=hashes[0],
        sort_names=tuple(dict.fromkeys(order)),
        required=(*hashes, *ranges),
        types=tuple((name, types[name]) for name in needed),
    )


def select(view: View, query: Query) -> list[Item] | None:
    """Return the items that a query comes to, and where moto asks for more, the next."""
    value = query.hash_conditions[0][1]
    if view.misfits or not view.fits(view.layout.hash_name, value):
        return None
    if query.index_name is None and query.hash_key != value:
        return None
    partition = view.partitions.get(value)
    if partition is None:
        return []
    low, high = 0, len(partition.keys)
    if query.start_key is not None:
        if (order := _start(view, value, query.start_key)) is None:
            return list(partition.items)
        low, high = partition.beyond(order, is_forward=query.is_forward)
    if not query.range_comparison:
        return _examined(partition, low, high, query)
    return _in_range(view, partition, (low, high), query)


def _start(view: View, value: DynamoType, start_key: dict[str, Any]) -> Any:
    try:
        attributes = {name: DynamoType(one) for name, one in start_key.items()}
    except (TypeError, AttributeError, IndexError):
        return None
    if attributes.get(view.layout.hash_name, DynamoType({"NULL": True})) != value:
        return None
    return view.values(attributes)


def _examined(partition: Partition, low: int, high: int, query: Query) -> list[Item]:
    if query.limit is None:
        return partition.items[low:high]
    several = query.limit + 1
    if query.is_forward:
        return partition.items[low : min(high, low + several)]
    return partition.items[max(low, high - several) : high]


def _in_range(
    view: View, partition: Partition, bounds: tuple[int, int], query: Query
) -> list[Item]:
    low, high = bounds
    name = view.layout.sort_names[0]
    condition = query.range_conditions[0] if query.range_conditions else None
    if (
        condition is None
        or condition[:2] != (name, query.range_comparison)
        or VALUES.get(condition[1]) != len(query.range_values)
        or (condition[1] == "BEGINS_WITH" and query.range_values[0].type == "N")
        or not all(view.fits(name, one) for one in query.range_values)
    ):
        return partition.items[low:high]
    first, last = partition.between(condition[1], [one.cast_value for one in query.range_values])
    first, last = max(first, low), min(last, high)
    if first >= last:
        return []
    return _with_next(partition, (low, high), (first, last), query)


def _with_next(
    partition: Partition, bounds: tuple[int, int], found: tuple[int, int], query: Query
) -> list[Item]:
    """Add the item after the range: that there is one makes moto answer a last evaluated key.

    A page also ends where the size of what was found and of any later item is too great.
    """
    (low, high), (first, last) = bounds, found
    if query.limit is not None and last - first > query.limit:
        return _examined(partition, first, last, query)
    size = sum(item.size() for item in partition.items[first:last])
    more = high if size + LARGEST_ITEM_BYTES > RESULT_SIZE_LIMIT else 1
    if query.is_forward:
        return partition.items[first : min(high, last + more)]
    return partition.items[max(low, first - more) : last]
