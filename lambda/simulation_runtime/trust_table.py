"""What became of past predictions, in the table of runs: one item an output of a model.

A tally is written by the transaction that ends the run that it judges, and only where nobody
changed it since it was read: each prediction counts once, whatever is repeated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from twin.simulation.trust.tally import OutputTally
from twin.site_document import SimulationModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PREFIX = "output#"


class TrustTable:
    """The tallies of one site's models."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._name = client, name

    def tallies(self, model: SimulationModel, version: str) -> dict[str, OutputTally]:
        """Return the tally of every output of a model, as a version of it has to take them."""
        found = self._stored(model.id)
        level = model.interval_probability
        return {
            one.variable: found.get(one.variable, OutputTally.empty(level)).seen_by(version, level)
            for one in model.predictions
        }

    def writes(self, model_id: str, tallies: Mapping[str, OutputTally]) -> list[dict[str, Any]]:
        """Return the parts of a transaction that write tallies, each one change further."""
        return [self._write(model_id, variable, tally) for variable, tally in tallies.items()]

    def _write(self, model_id: str, variable: str, tally: OutputTally) -> dict[str, Any]:
        item = {
            "pk": {"S": _partition(model_id)},
            "sk": {"S": f"{PREFIX}{variable}"},
            "revision": {"N": str(tally.revision)},
            "tally": {"S": json.dumps(tally.to_raw(), separators=(",", ":"))},
        }
        before = tally.revision - 1
        unchanged = "revision = :before" if before else "attribute_not_exists(pk)"
        values = {"ExpressionAttributeValues": {":before": {"N": str(before)}}} if before else {}
        return {
            "Put": {
                "TableName": self._name,
                "Item": item,
                "ConditionExpression": unchanged,
                **values,
            }
        }

    def _stored(self, model_id: str) -> dict[str, OutputTally]:
        found: dict[str, OutputTally] = {}
        start: Any = {}
        while True:
            answer = self._client.query(
                TableName=self._name,
                KeyConditionExpression="pk = :model",
                ExpressionAttributeValues={":model": {"S": _partition(model_id)}},
                ConsistentRead=True,
                **start,
            )
            for item in answer["Items"]:
                variable = item["sk"]["S"].removeprefix(PREFIX)
                found[variable] = OutputTally.from_raw(json.loads(item["tally"]["S"]))
            if "LastEvaluatedKey" not in answer:
                return found
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _partition(model_id: str) -> str:
    return f"trust#{model_id}"
