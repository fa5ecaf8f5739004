"""Items of the registry of models in DynamoDB: one partition a model.

`deployment#000001` and `parameters#000001` are written once and never change, `active` says which
of them the next run uses, and `activation#000001` keeps who changed that, when and why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from twin.simulation.activations import Activations
from twin.simulation.registry import ActiveChanged, What
from twin.simulation.registry_errors import RegistryChanged
from twin_runtime.page_token import foreign_token, known_position, read_token, write_token

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ACTIVE = "active"


class RegistryItems:
    """The items of one table; values are JSON objects."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._name = client, name

    def activations(self, model_id: str) -> Activations:
        """Return which numbers are active, and which were before."""
        item = self._item(model_id, ACTIVE)
        return Activations() if item is None else activations_of(item)

    def version(self, model_id: str, what: What, number: int) -> dict[str, Any] | None:
        """Return a deployment or a version of parameters, None where there is none."""
        item = self._item(model_id, position_of(what, number))
        return None if item is None else _version(item)

    def last_number(self, model_id: str, what: What) -> int:
        """Return the highest number there is, 0 where there is none."""
        answer = self._client.query(
            TableName=self._name, **_newest(model_id, what), ConsistentRead=True, Limit=1
        )
        return max((int(item["sk"]["S"].rpartition("#")[2]) for item in answer["Items"]), default=0)

    def page(
        self, model_id: str, what: What, *, limit: int, token: str | None
    ) -> tuple[list[dict[str, Any]], str | None]:
        """Return one page, newest first, and the token of the next one.

        Raises:
            QueryInvalid: the token is not of this list.
        """
        question = {"list": what, "model": model_id}
        start: Any = {}
        if token:
            start["ExclusiveStartKey"] = key_of(model_id, _read_position(question, token))
        with known_position(token):
            answer = self._client.query(
                TableName=self._name, **_newest(model_id, what), Limit=limit, **start
            )
        last = answer.get("LastEvaluatedKey")
        following = write_token(question, last["sk"]["S"]) if last else None
        return [_version(item) for item in answer["Items"]], following

    def add(self, model_id: str, what: What, number: int, value: Mapping[str, Any]) -> None:
        """Write a new deployment or version of parameters.

        Raises:
            RegistryChanged: the number was taken meanwhile.
        """
        item = {**key_of(model_id, position_of(what, number)), "version": {"S": json.dumps(value)}}
        try:
            self._client.put_item(
                TableName=self._name, Item=item, ConditionExpression="attribute_not_exists(pk)"
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise RegistryChanged(
                f"the number of the {what} was taken meanwhile",
                found=f"{what} {number} of {model_id}",
                expected="the same request again",
            ) from error

    def activate(self, model_id: str, state: Activations, change: ActiveChanged) -> None:
        """Write what is active, and who changed it, together.

        Raises:
            RegistryChanged: it is no more what `state` follows; nothing was changed.
        """
        active: Any = {
            "TableName": self._name,
            "Item": {
                **key_of(model_id, ACTIVE),
                "revision": {"N": str(state.revision)},
                "state": {"S": json.dumps(state.to_mapping())},
            },
            "ConditionExpression": "revision = :before OR attribute_not_exists(pk)",
            "ExpressionAttributeValues": {":before": {"N": str(state.revision - 1)}},
        }
        record: Any = {
            "TableName": self._name,
            "Item": {
                **key_of(model_id, f"activation#{state.revision:06d}"),
                "change": {"S": json.dumps(change.to_detail())},
            },
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        try:
            self._client.transact_write_items(TransactItems=[{"Put": active}, {"Put": record}])
        except self._client.exceptions.TransactionCanceledException as error:
            found = {one.get("Code") for one in error.response["CancellationReasons"]}
            if not found & {"ConditionalCheckFailed", "TransactionConflict"}:
                raise
            raise changed(model_id, expected=state.revision - 1, found="another one") from error

    def _item(self, model_id: str, position: str) -> Mapping[str, Any] | None:
        answer = self._client.get_item(
            TableName=self._name, Key=key_of(model_id, position), ConsistentRead=True
        )
        return answer.get("Item")


def changed(model_id: str, *, expected: int, found: str) -> RegistryChanged:
    """Return the error of a change that follows another revision than the present one."""
    return RegistryChanged(
        "what is active of the model was changed meanwhile",
        found=found,
        expected=f"revision {expected}",
        where=model_id,
    )


def activations_of(item: Mapping[str, Any]) -> Activations:
    """Return what the item `active` of a model says."""
    return Activations.from_mapping(json.loads(item["state"]["S"]), int(item["revision"]["N"]))


def key_of(model_id: str, position: str) -> dict[str, Any]:
    """Return the key of an item of a model."""
    return {"pk": {"S": f"model#{model_id}"}, "sk": {"S": position}}


def position_of(what: What, number: int) -> str:
    """Return the sort key of a deployment or of a version of parameters."""
    return f"{what}#{number:06d}"


def _version(item: Mapping[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(item["version"]["S"])
    return value


def _newest(model_id: str, what: What) -> dict[str, Any]:
    return {
        "KeyConditionExpression": "pk = :model AND begins_with(sk, :what)",
        "ExpressionAttributeValues": {
            ":model": {"S": f"model#{model_id}"},
            ":what": {"S": f"{what}#"},
        },
        "ScanIndexForward": False,
    }


def _read_position(question: Mapping[str, str | None], token: str) -> str:
    position = read_token(question, token)
    if not isinstance(position, str) or not position:
        raise foreign_token()
    return position
