"""The same operations on two tables: on one as the embedded AWS does them, on one as moto does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

from twin_local.execution.patching import original
from twin_local.execution.tables import queries, transactions

NAME = "t"
VARYING = ("ApproximateCreationDateTime", "SizeBytes")
"""What a stream record says of the moment, and its size, which depends on the digits of it."""

REPLACED = (
    (Table, "query"),
    (Table, "all_items"),
    (Table, "put_item"),
    (Table, "delete_item"),
    (DynamoDBBackend, "update_item"),
    (DynamoDBBackend, "transact_write_items"),
)
INDEXES = {
    "by-g": [("g", "HASH"), ("h", "RANGE")],
    "by-g-only": [("g", "HASH")],
    "inverted": [("r", "HASH"), ("p", "RANGE")],
}


def backend_with_table(*, with_stream: bool = True) -> DynamoDBBackend:
    """Return a backend with one table of three indexes; `h` and `r` are numbers."""
    backend = DynamoDBBackend("us-east-1", "123456789012")
    types = {"p": "S", "r": "N", "g": "S", "h": "N"}
    backend.create_table(
        NAME,
        schema=_schema([("p", "HASH"), ("r", "RANGE")]),
        throughput=None,
        attr=[{"AttributeName": n, "AttributeType": t} for n, t in types.items()],
        global_indexes=[
            {
                "IndexName": name,
                "KeySchema": _schema(keys),
                "Projection": {"ProjectionType": "ALL"},
            }
            for name, keys in INDEXES.items()
        ],
        indexes=None,
        streams={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        if with_stream
        else None,
        billing_mode="PAY_PER_REQUEST",
        sse_specification=None,
        tags=[],
        deletion_protection_enabled=False,
        warm_throughput=None,
    )
    return backend


def _schema(keys: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in keys]


@contextmanager
def as_moto_does() -> Iterator[None]:
    """Have moto's own functions in their places."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in REPLACED:
            patch.setattr(owner, name, original(owner, name))
        patch.delattr(Table, "__deepcopy__")
        yield


@contextmanager
def installed() -> Iterator[None]:
    """Install what is compared, and put back what was there."""
    before = [(owner, name, getattr(owner, name)) for owner, name in REPLACED]
    copied = vars(Table).get("__deepcopy__")
    queries.install()
    transactions.install()
    try:
        yield
    finally:
        for owner, name, found in before:
            setattr(owner, name, found)
        if copied is None:
            del Table.__deepcopy__  # type: ignore[attr-defined]


def outcome(do: Callable[[], Any]) -> object:
    """Return what a call answers or raises, as plain values."""
    try:
        return plain(do())
    except (Exception, StopIteration) as error:  # noqa: BLE001 - every refusal is compared
        return type(error).__name__, str(error), plain(getattr(error, "item", None))


def plain(value: Any) -> Any:
    """Return values without moto's classes."""
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value.to_json() if hasattr(value, "to_json") else value


def contents(backend: DynamoDBBackend) -> tuple[object, object]:
    """Return the items and the stream of the table."""
    table = backend.tables[NAME]
    records = table.stream_shard.items if table.stream_shard else []
    told = [
        (
            one.record["eventName"],
            {
                name: plain(part)
                for name, part in one.record["dynamodb"].items()
                if name not in VARYING
            },
        )
        for one in records
    ]
    return plain(original(Table, "all_items")(table)), told
