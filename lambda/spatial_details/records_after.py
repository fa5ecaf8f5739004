"""The records of a partition after a position, in the order of the sort keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from catalogue_runtime.store import CatalogueStore

READ_AT_ONCE = 100


def records_after(
    store: CatalogueStore, partition: str, prefix: str, position: str | None
) -> Iterator[list[tuple[str, Any]]]:
    """Yield records in groups, each with its sort key, of those that begin with a prefix.

    `position` is the sort key of the last record that is left out, None for the beginning.
    """
    start: Any = {}
    if position is not None:
        start = {"ExclusiveStartKey": {"pk": {"S": partition}, "sk": {"S": position}}}
    while True:
        answer = store.client.query(
            TableName=store.table,
            KeyConditionExpression="pk = :partition AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":partition": {"S": partition}, ":prefix": {"S": prefix}},
            ConsistentRead=True,
            Limit=READ_AT_ONCE,
            **start,
        )
        yield [(item["sk"]["S"], json.loads(item["record"]["S"])) for item in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            return
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
