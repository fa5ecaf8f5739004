"""Runs in DynamoDB: one item a run, listed newest first by an index over time."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from twin.simulation.errors import RunUnknown
from twin.simulation.run import Run
from twin_runtime.errors import QueryInvalid

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

INDEX = "by-time"
LISTING = "runs"
KEY_NAMES = ("pk", "sk", "gpk", "gsk")


@dataclass(frozen=True)
class RunPage:
    """One page of runs, newest first."""

    runs: tuple[Run, ...]
    next_token: str | None


class RunTable:
    """The table of one site's simulation runs."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._name = client, name

    def add(self, run: Run) -> Run:
        """Write a new run; where the run exists already, return it as it is."""
        try:
            self._client.put_item(
                TableName=self._name,
                Item=_item(run),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return self.find(run.run_id)
        return run

    def save(self, run: Run) -> bool:
        """Write the new state of a run; return False where it has ended already."""
        try:
            self._client.put_item(
                TableName=self._name,
                Item=_item(run),
                ConditionExpression="NOT (run_state IN (:succeeded, :failed))",
                ExpressionAttributeValues={
                    ":succeeded": {"S": "SUCCEEDED"},
                    ":failed": {"S": "FAILED"},
                },
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def find(self, run_id: str) -> Run:
        """Return a run.

        Raises:
            RunUnknown: there is none of that id.
        """
        answer = self._client.get_item(TableName=self._name, Key=_key(run_id), ConsistentRead=True)
        if "Item" not in answer:
            raise RunUnknown("there is no such run", found=run_id, expected="an id of GET /runs")
        return _run(answer["Item"])

    def page(self, *, limit: int, token: str | None) -> RunPage:
        """Return one page of runs, newest first.

        Raises:
            QueryInvalid: the token is not one that a page gave.
        """
        more: Any = {"ExclusiveStartKey": _start(token)} if token else {}
        answer = self._client.query(
            TableName=self._name,
            IndexName=INDEX,
            KeyConditionExpression="gpk = :listing",
            ExpressionAttributeValues={":listing": {"S": LISTING}},
            ScanIndexForward=False,
            Limit=limit,
            **more,
        )
        last = answer.get("LastEvaluatedKey")
        following = base64.urlsafe_b64encode(json.dumps(last).encode()).decode() if last else None
        return RunPage(tuple(_run(item) for item in answer["Items"]), following)


def _key(run_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"run#{run_id}"}, "sk": {"S": "run"}}


def _item(run: Run) -> dict[str, Any]:
    return {
        **_key(run.run_id),
        "gpk": {"S": LISTING},
        "gsk": {"S": f"{run.requested_at:017.6f}#{run.run_id}"},
        "run_state": {"S": run.state},
        "run": {"S": json.dumps(asdict(run))},
    }


def _run(item: dict[str, Any]) -> Run:
    return Run.from_mapping(json.loads(item["run"]["S"]))


def _start(token: str) -> dict[str, Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(token))
        if key["gpk"]["S"] != LISTING:
            raise ValueError(key["gpk"]["S"])
        return {name: {"S": str(key[name]["S"])} for name in KEY_NAMES}
    except (ValueError, TypeError, KeyError) as error:
        raise QueryInvalid(
            "next_token is not of this list", expected="the token of the page before"
        ) from error
