"""Pages of what is in one partition, in the order of the sort keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue_runtime.store import CatalogueStore
from twin_runtime.listing import newest_items
from twin_runtime.page_token import foreign_token, known_position, read_token, write_token


@dataclass(frozen=True)
class RecordPage:
    """One page of records."""

    records: tuple[Any, ...]
    next_token: str | None


def partition_page(
    store: CatalogueStore,
    partition: str,
    prefix: str,
    *,
    limit: int,
    token: str | None,
    newest_first: bool = False,
) -> RecordPage:
    """Return one page of the records whose sort keys begin with a prefix.

    Raises:
        QueryInvalid: the token is not of this list.
    """
    question = {"partition": partition, "prefix": prefix, "newest_first": str(newest_first)}
    start = {}
    if token is not None:
        start["ExclusiveStartKey"] = _start(question, token)
    with known_position(token):
        answer = store.client.query(
            TableName=store.table,
            **_beginning(partition, prefix),
            ConsistentRead=True,
            ScanIndexForward=not newest_first,
            Limit=limit,
            **start,
        )
    last = answer.get("LastEvaluatedKey")
    records = tuple(json.loads(item["record"]["S"]) for item in answer["Items"])
    return RecordPage(records, write_token(question, last["sk"]["S"]) if last else None)


def listed_page(
    store: CatalogueStore, listing: str, *, limit: int, token: str | None
) -> RecordPage:
    """Return one page of a list of the index over time, the newest first.

    Raises:
        QueryInvalid: the token is not of this list.
    """
    page = newest_items(store.client, store.table, listing, limit=limit, token=token)
    records = tuple(json.loads(item["record"]["S"]) for item in page.items)
    return RecordPage(records, page.next_token)


def partition_items(
    store: CatalogueStore, partition: str, prefix: str, *, attributes: tuple[str, ...]
) -> Iterator[Mapping[str, Any]]:
    """Yield some attributes of all items of a partition whose sort keys begin with a prefix."""
    names = {f"#{index}": name for index, name in enumerate(attributes)}
    pages = store.client.get_paginator("query").paginate(
        TableName=store.table,
        KeyConditionExpression="pk = :partition AND begins_with(sk, :prefix)",
        ExpressionAttributeValues={":partition": {"S": partition}, ":prefix": {"S": prefix}},
        ExpressionAttributeNames=names,
        ProjectionExpression=", ".join(names),
        ConsistentRead=True,
    )
    for page in pages:
        yield from page["Items"]


def _beginning(partition: str, prefix: str) -> Any:  # noqa: ANN401 - arguments of a query
    """Return the condition on the keys; DynamoDB takes no empty text for one."""
    values = {":partition": {"S": partition}}
    if not prefix:
        return {
            "KeyConditionExpression": "pk = :partition",
            "ExpressionAttributeValues": values,
        }
    return {
        "KeyConditionExpression": "pk = :partition AND begins_with(sk, :prefix)",
        "ExpressionAttributeValues": {**values, ":prefix": {"S": prefix}},
    }


def _start(question: Mapping[str, str], token: str) -> Any:  # noqa: ANN401 - a key
    sort = read_token(question, token)
    if not isinstance(sort, str) or not sort or not sort.startswith(question["prefix"]):
        raise foreign_token()
    return {"pk": {"S": question["partition"]}, "sk": {"S": sort}}
