"""Command requests in DynamoDB: one item per request, one that reserves each command.

Keys: `request#<id>` holds a request with its whole audit trail; `command#<id>` holds which request
is under way and the last set-point that was sent. Both are written in one transaction.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from twin.commands.checks import SetPoint
from twin.commands.errors import CommandPending
from twin.commands.feedback import ANSWER_GRACE_SECONDS
from twin.commands.request import CommandRequest, CommandStep

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LISTING = "requests"
INDEX = "by-time"


@dataclass(frozen=True)
class RequestPage:
    """One page of requests, newest first."""

    requests: tuple[CommandRequest, ...]
    next_token: str | None


class CommandTable:
    """The table of one site's command requests."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def find(self, request_id: str) -> CommandRequest | None:
        """Return a request, or None."""
        answer = self._client.get_item(
            TableName=self._name, Key=_request_key(request_id), ConsistentRead=True
        )
        return _request(answer["Item"]) if "Item" in answer else None

    def last_set_point(self, command_id: str) -> SetPoint | None:
        """Return the last set-point that was sent for a command, or None."""
        answer = self._client.get_item(
            TableName=self._name, Key=_command_key(command_id), ConsistentRead=True
        )
        item = answer.get("Item")
        if item is None:
            return None
        return SetPoint(float(item["value"]["N"]), float(item["sent_at"]["N"]))

    def record(self, request: CommandRequest) -> bool:
        """Write a new request that goes no further; return False where it already exists."""
        try:
            self._client.put_item(
                TableName=self._name,
                Item=_item(request),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def reserve(self, request: CommandRequest) -> bool:
        """Write a new request and reserve its command; return False where the request exists.

        Raises `CommandPending` where another request for the command is under way.
        """
        reservation: Any = {
            **_command_key(request.command_id),
            "request_id": {"S": request.request_id},
            "value": {"N": repr(request.value)},
            "sent_at": {"N": repr(request.requested_at)},
            "busy_until": {"N": repr(request.expires_at + ANSWER_GRACE_SECONDS)},
        }
        try:
            self._client.transact_write_items(
                TransactItems=[
                    {
                        "Put": {
                            "TableName": self._name,
                            "Item": _item(request),
                            "ConditionExpression": "attribute_not_exists(pk)",
                        }
                    },
                    {
                        "Put": {
                            "TableName": self._name,
                            "Item": reservation,
                            "ConditionExpression": "attribute_not_exists(pk) OR busy_until < :now",
                            "ExpressionAttributeValues": {
                                ":now": {"N": repr(request.requested_at)}
                            },
                        }
                    },
                ]
            )
        except self._client.exceptions.TransactionCanceledException as error:
            first, second = (reason["Code"] for reason in error.response["CancellationReasons"])
            if first == "ConditionalCheckFailed":
                return False
            if second in ("ConditionalCheckFailed", "TransactionConflict"):
                raise CommandPending(
                    f"an earlier request for {request.command_id} has no answer yet",
                    found=request.command_id,
                    expected="wait for its answer or its expiry",
                ) from error
            raise
        return True

    def add_step(self, request: CommandRequest, step: CommandStep) -> CommandRequest | None:
        """Add a step to the audit trail; return None where another writer was faster."""
        following = request.after(step)
        try:
            self._client.put_item(
                TableName=self._name,
                Item=_item(following),
                ConditionExpression="steps = :expected",
                ExpressionAttributeValues={":expected": {"N": str(len(request.steps))}},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        if not following.is_open:
            self._release(following)
        return following

    def page(self, *, limit: int, token: str | None) -> RequestPage:
        """Return one page of requests, newest first; raise `ValueError` for a foreign token."""
        start: Any = {"ExclusiveStartKey": _start_key(token)} if token else {}
        answer = self._client.query(
            TableName=self._name,
            IndexName=INDEX,
            KeyConditionExpression="gpk = :listing",
            ExpressionAttributeValues={":listing": {"S": LISTING}},
            ScanIndexForward=False,
            Limit=limit,
            **start,
        )
        last = answer.get("LastEvaluatedKey")
        return RequestPage(
            requests=tuple(_request(item) for item in answer["Items"]),
            next_token=json.dumps([last["pk"]["S"], last["gsk"]["S"]]) if last else None,
        )

    def _release(self, request: CommandRequest) -> None:
        """Make the command free again, unless a later request has it by now."""
        try:
            self._client.update_item(
                TableName=self._name,
                Key=_command_key(request.command_id),
                UpdateExpression="SET busy_until = :free",
                ConditionExpression="request_id = :request",
                ExpressionAttributeValues={
                    ":free": {"N": "0"},
                    ":request": {"S": request.request_id},
                },
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return


def _item(request: CommandRequest) -> Any:  # noqa: ANN401 - an item as DynamoDB takes it
    return {
        **_request_key(request.request_id),
        "gpk": {"S": LISTING},
        "gsk": {"S": f"{request.requested_at:017.6f}"},
        "steps": {"N": str(len(request.steps))},
        "record": {"S": json.dumps(asdict(request))},
    }


def _request(item: Any) -> CommandRequest:  # noqa: ANN401 - an item as DynamoDB answers it
    record = json.loads(item["record"]["S"])
    return CommandRequest(
        **{**record, "steps": tuple(CommandStep(**step) for step in record["steps"])}
    )


def _request_key(request_id: str) -> Any:  # noqa: ANN401 - a key as DynamoDB takes it
    return {"pk": {"S": f"request#{request_id}"}, "sk": {"S": "request"}}


def _command_key(command_id: str) -> Any:  # noqa: ANN401 - a key as DynamoDB takes it
    return {"pk": {"S": f"command#{command_id}"}, "sk": {"S": "reservation"}}


def _start_key(token: str) -> Any:  # noqa: ANN401 - a key as DynamoDB takes it
    parts = json.loads(token)
    if not isinstance(parts, list) or [type(part) for part in parts] != [str, str]:
        raise ValueError("not a token of this list")
    return {
        "pk": {"S": parts[0]},
        "sk": {"S": "request"},
        "gpk": {"S": LISTING},
        "gsk": {"S": parts[1]},
    }
