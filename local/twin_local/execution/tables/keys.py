"""Primary keys of items."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import InvalidOperation
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

KEY_TYPES = ("S", "N", "B")

Key = tuple[DynamoType, DynamoType | None]


def key_of(table: Table, attributes: Mapping[str, Any] | None) -> Key | None:
    """Return the primary key among attributes, None where they do not make a valid one."""
    given = attributes or {}
    hash_key = _value(given.get(table.hash_key_attr))
    range_key = _value(given.get(table.range_key_attr)) if table.range_key_attr else None
    if hash_key is None or (table.has_range_key and range_key is None):
        return None
    return hash_key, range_key


def _value(value: Any) -> DynamoType | None:
    if not isinstance(value, Mapping) or next(iter(value), None) not in KEY_TYPES:
        return None
    found = DynamoType(dict(value))
    try:
        hash(found)
    except (InvalidOperation, TypeError):
        return None
    return found
