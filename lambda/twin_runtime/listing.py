"""Lists in DynamoDB, newest first: an index over time that every table of the twin has.

The index's partition key `gpk` names the list; its sort key `gsk` is the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twin_runtime.page_token import foreign_token, known_position, read_token, write_token

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

INDEX = "by-time"
POSITION = ("pk", "sk", "gsk")


@dataclass(frozen=True)
class ItemPage:
    """One page of items, newest first."""

    items: tuple[Mapping[str, Any], ...]
    next_token: str | None


def newest_items(
    client: DynamoDBClient, table: str, listing: str, *, limit: int, token: str | None
) -> ItemPage:
    """Return one page of a list.

    Raises:
        QueryInvalid: the token is not of this list.
    """
    start: Any = {"ExclusiveStartKey": _start_key(listing, token)} if token else {}
    with known_position(token):
        answer = client.query(
            TableName=table,
            IndexName=INDEX,
            KeyConditionExpression="gpk = :listing",
            ExpressionAttributeValues={":listing": {"S": listing}},
            ScanIndexForward=False,
            Limit=limit,
            **start,
        )
    return ItemPage(tuple(answer["Items"]), _next_token(listing, answer.get("LastEvaluatedKey")))


def _next_token(listing: str, last: Mapping[str, Any] | None) -> str | None:
    if not last:
        return None
    return write_token({"list": listing}, [last[name]["S"] for name in POSITION])


def _start_key(listing: str, token: str) -> dict[str, Any]:
    position = read_token({"list": listing}, token)
    if not isinstance(position, list) or [type(part) for part in position] != [str] * len(POSITION):
        raise foreign_token()
    if not all(position):  # DynamoDB has no empty keys
        raise foreign_token()
    keys = dict(zip(POSITION, position, strict=True))
    return {name: {"S": text} for name, text in {**keys, "gpk": listing}.items()}
