"""Command requests in DynamoDB: one item per request, one that reserves each command.

Keys: `request#<id>` holds a request with its whole audit trail; `command#<id>` holds which request
is under way and the set-points that the plant may hold. Both are written in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from twin.commands.errors import CommandConflict, CommandPending
from twin.commands.feedback import ANSWER_GRACE_SECONDS
from twin.commands.request import CommandRequest, CommandStep
from twin.commands.set_points import SetPoint, SetPoints, with_sent
from twin.site_document import Command
from twin_runtime.listing import newest_items

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LISTING = "requests"
MAXIMUM_ATTEMPTS = 5

Settlement = Callable[[SetPoints], SetPoints]
"""What becomes of the set-points of a command when a request of it ends."""


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

    def set_points(self, command_id: str) -> SetPoints:
        """Return the set-points that the plant may hold of a command."""
        return _set_points(self._reservation(command_id) or {})

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

    def reserve(self, request: CommandRequest, command: Command, *, judged: SetPoints) -> bool:
        """Write a new request and reserve its command; return False where the request exists.

        `judged` are the set-points that the request was checked against. Raises `CommandPending`
        where another request for the command is under way, or ended since the check.
        """
        condition, values = _as_judged(judged)
        reservation: Any = {
            **_command_key(request.command_id),
            "request_id": {"S": request.request_id},
            "set_points": {"S": _text(with_sent(judged, request, command))},
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
                            "ConditionExpression": (
                                "(attribute_not_exists(pk) OR busy_until < :now) AND " + condition
                            ),
                            "ExpressionAttributeValues": {
                                ":now": {"N": repr(request.requested_at)},
                                **values,
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

    def add_step(
        self, request: CommandRequest, step: CommandStep, settlement: Settlement | None = None
    ) -> CommandRequest | None:
        """Add a step to the audit trail; return None where another writer was faster.

        The last step frees the command. Without a `settlement` nobody knows what became of the
        set-point, and it goes on to count.
        """
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
            self.release(following, settlement)
        return following

    def page(self, *, limit: int, token: str | None) -> RequestPage:
        """Return one page of requests, newest first; raise `QueryInvalid` for a foreign token."""
        page = newest_items(self._client, self._name, LISTING, limit=limit, token=token)
        return RequestPage(tuple(_request(item) for item in page.items), page.next_token)

    def release(self, request: CommandRequest, settlement: Settlement | None = None) -> None:
        """Settle the set-point of a request that ended; free the command if it still has it.

        Doing it again changes nothing. Raises `CommandConflict` where others keep changing it.
        """
        for _ in range(MAXIMUM_ATTEMPTS):
            item = self._reservation(request.command_id)
            if item is None:
                return
            seen = _set_points(item)
            settled = settlement(seen) if settlement else seen
            if self._settle(item, settled, frees=item["request_id"]["S"] == request.request_id):
                return
        raise CommandConflict(f"{request.command_id} is being changed by others; try again")

    def _settle(self, item: Mapping[str, Any], settled: SetPoints, *, frees: bool) -> bool:
        """Replace what a reservation holds, unless it changed since it was read."""
        condition, values = _as_judged(_set_points(item))
        try:
            self._client.update_item(
                TableName=self._name,
                Key={name: item[name] for name in ("pk", "sk")},
                UpdateExpression="SET set_points = :settled, busy_until = :until",
                ConditionExpression=f"request_id = :holder AND {condition}",
                ExpressionAttributeValues={
                    ":settled": {"S": _text(settled)},
                    ":until": {"N": "0"} if frees else item["busy_until"],
                    ":holder": item["request_id"],
                    **values,
                },
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _reservation(self, command_id: str) -> Mapping[str, Any] | None:
        answer = self._client.get_item(
            TableName=self._name, Key=_command_key(command_id), ConsistentRead=True
        )
        return answer.get("Item")


def _set_points(item: Mapping[str, Any]) -> SetPoints:
    text = item.get("set_points", {"S": "[]"})["S"]
    return tuple(SetPoint(**point) for point in json.loads(text))


def _text(points: SetPoints) -> str:
    return json.dumps([asdict(point) for point in points])


def _as_judged(points: SetPoints) -> tuple[str, dict[str, Any]]:
    """Return the condition, with its values, that the set-points are still those."""
    same = "set_points = :judged"
    if points:
        return same, {":judged": {"S": _text(points)}}
    return f"(attribute_not_exists(set_points) OR {same})", {":judged": {"S": _text(())}}


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
