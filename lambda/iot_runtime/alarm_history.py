"""The history of alarms in their table: written with each change, read newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twin.alarms.history import PREFIX, AlarmTransition, partition
from twin_runtime.page_token import Question, foreign_token, known_position, read_token, write_token

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NUMBERS = frozenset({"expires_at"})
AFTER = "$"
"""Comes after the `#` that follows the time in a sort key."""


@dataclass(frozen=True)
class TransitionPage:
    """One page of what happened to an alarm, newest first."""

    transitions: tuple[AlarmTransition, ...]
    next_token: str | None


def history_put(table: str, transition: AlarmTransition) -> Any:  # noqa: ANN401 - of a transaction
    """Return the part of a transaction that records a transition."""
    item = {
        name: {"N" if name in NUMBERS else "S": text} for name, text in transition.to_item().items()
    }
    return {"Put": {"TableName": table, "Item": item}}


def newest_transitions(
    client: DynamoDBClient,
    table: str,
    alarm_id: str,
    *,
    start: float,
    end: float,
    limit: int,
    token: str | None,
) -> TransitionPage:
    """Return one page of what happened to an alarm in [start, end], seconds since 1970.

    Raises:
        QueryInvalid: the token is not of this history.
    """
    question = {"alarm": alarm_id, "start": str(start), "end": str(end)}
    position: Any = {}
    if token:
        last = {"pk": {"S": partition(alarm_id)}, "sk": {"S": _position(question, token)}}
        position = {"ExclusiveStartKey": last}
    with known_position(token):
        answer = client.query(
            TableName=table,
            KeyConditionExpression="pk = :alarm AND sk BETWEEN :low AND :high",
            ExpressionAttributeValues={
                ":alarm": {"S": partition(alarm_id)},
                ":low": {"S": f"{PREFIX}{start:017.6f}"},
                ":high": {"S": f"{PREFIX}{end:017.6f}{AFTER}"},
            },
            ScanIndexForward=False,
            Limit=limit,
            **position,
        )
    found = [
        AlarmTransition.from_item({"transition": item["transition"]["S"]})
        for item in answer["Items"]
    ]
    rest = answer.get("LastEvaluatedKey")
    return TransitionPage(tuple(found), write_token(question, rest["sk"]["S"]) if rest else None)


def _position(question: Question, token: str) -> str:
    found = read_token(question, token)
    if not isinstance(found, str) or not found:
        raise foreign_token()
    return found
