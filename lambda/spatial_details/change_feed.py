"""Every change of the catalogue in the order of time: the index `by-time` from its past on."""

from __future__ import annotations

import json
from typing import Any

from catalogue_runtime import keys
from catalogue_runtime.pages import RecordPage
from catalogue_runtime.store import CatalogueStore
from twin_runtime.listing import INDEX, POSITION
from twin_runtime.page_token import Question, foreign_token, known_position, read_token, write_token


def changes_since(
    store: CatalogueStore, since: float, *, limit: int, token: str | None
) -> RecordPage:
    """Return one page of the changes at or after a time in seconds since 1970, the oldest first.

    The index follows the table within a second or so: who follows the feed asks again from a few
    seconds before the last change, and knows a change by its id.

    Raises:
        QueryInvalid: the token is not of this list.
    """
    question = {"list": keys.CHANGES, "since": keys.time_text(since)}
    start: Any = {} if token is None else {"ExclusiveStartKey": _start(question, token)}
    with known_position(token):
        answer = store.client.query(
            TableName=store.table,
            IndexName=INDEX,
            KeyConditionExpression="gpk = :changes AND gsk >= :since",
            ExpressionAttributeValues={
                ":changes": {"S": keys.CHANGES},
                ":since": {"S": keys.time_text(since)},
            },
            Limit=limit,
            **start,
        )
    last = answer.get("LastEvaluatedKey")
    records = tuple(json.loads(item["record"]["S"]) for item in answer["Items"])
    position = [last[name]["S"] for name in POSITION] if last else None
    return RecordPage(records, write_token(question, position) if position else None)


def _start(question: Question, token: str) -> dict[str, Any]:
    position = read_token(question, token)
    if not isinstance(position, list) or [type(part) for part in position] != [str] * len(POSITION):
        raise foreign_token()
    if not all(position):  # DynamoDB has no empty keys
        raise foreign_token()
    found = dict(zip(POSITION, position, strict=True))
    return {name: {"S": text} for name, text in {**found, "gpk": keys.CHANGES}.items()}
