"""What is remembered of each model's predictions: one item a model, beside its calibrations."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from twin.recalibration.errors import WatchContended
from twin.recalibration.watch import Watch

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MOST_ATTEMPTS = 8


class WatchTable:
    """The watches of one site's models; a change names the revision that it follows."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._name = client, name

    def find(self, model_id: str) -> Watch:
        """Return the watch of a model, empty where nothing was remembered yet."""
        answer = self._client.get_item(
            TableName=self._name, Key=_key(model_id), ConsistentRead=True
        )
        if "Item" not in answer:
            return Watch()
        item = answer["Item"]
        watch = Watch.from_mapping(json.loads(item["watch"]["S"]))
        return replace(watch, revision=int(item["revision"]["N"]))

    def change(self, model_id: str, follow: Callable[[Watch], Watch]) -> Watch:
        """Write what follows from the present watch; `follow` is called again after a race.

        Raises:
            WatchContended: others changed it each time.
        """
        for _ in range(MOST_ATTEMPTS):
            before = self.find(model_id)
            after = follow(before)
            if after == before or self._write(model_id, after, before.revision):
                return after
        raise WatchContended("what is remembered of the model changes too often", where=model_id)

    def _write(self, model_id: str, watch: Watch, before: int) -> bool:
        item = {
            **_key(model_id),
            "revision": {"N": str(before + 1)},
            "watch": {"S": json.dumps(watch.to_mapping())},
        }
        try:
            self._client.put_item(
                TableName=self._name,
                Item=item,
                ConditionExpression="revision = :before OR attribute_not_exists(pk)",
                ExpressionAttributeValues={":before": {"N": str(before)}},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _key(model_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"model#{model_id}"}, "sk": {"S": "watch"}}
