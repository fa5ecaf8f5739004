"""Runs in DynamoDB: one item a run, listed newest first by an index over time.

A run that has ended is also a record of its model's history, in the table of results that data
connectors read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from twin.simulation.errors import RunEndContested, RunUnknown
from twin.simulation.results import result_item
from twin.simulation.run import Run
from twin_runtime.listing import newest_items

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LISTING = "runs"
NUMBERS = frozenset({"expires_at"})


@dataclass(frozen=True)
class RunPage:
    """One page of runs, newest first."""

    runs: tuple[Run, ...]
    next_token: str | None


class RunTable:
    """The table of one site's simulation runs; `results` is that of their histories."""

    def __init__(self, client: DynamoDBClient, name: str, results: str) -> None:
        self._client, self._name, self._results = client, name, results

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

    def save(self, run: Run, *, with_end: Sequence[Mapping[str, Any]] = ()) -> bool:
        """Write the new state of a run; return False where it has ended already.

        One that has ended gets its place in its model's history by the same transaction, which also
        makes the writes of `with_end`.

        Raises:
            RunEndContested: somebody changed what `with_end` replaces; nothing was written.
        """
        state: Any = {
            "TableName": self._name,
            "Item": _item(run),
            "ConditionExpression": "NOT (run_state IN (:succeeded, :failed))",
            "ExpressionAttributeValues": {
                ":succeeded": {"S": "SUCCEEDED"},
                ":failed": {"S": "FAILED"},
            },
        }
        if run.has_ended:
            return self._end(state, run, with_end)
        try:
            self._client.put_item(**state)
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _end(self, state: Any, run: Run, with_end: Sequence[Mapping[str, Any]]) -> bool:  # noqa: ANN401 - a request as DynamoDB takes it
        result: Any = {"TableName": self._results, "Item": _result(run)}
        more: Any = with_end
        try:
            self._client.transact_write_items(
                TransactItems=[{"Put": state}, {"Put": result}, *more]
            )
        except self._client.exceptions.TransactionCanceledException as error:
            first, _, *others = (one.get("Code") for one in error.response["CancellationReasons"])
            if first == "ConditionalCheckFailed":
                return False
            if not {"ConditionalCheckFailed", "TransactionConflict"}.isdisjoint(others):
                raise RunEndContested(
                    "another run of the model ended meanwhile", found=run.run_id
                ) from error
            raise
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
            QueryInvalid: the token is not of this list.
        """
        page = newest_items(self._client, self._name, LISTING, limit=limit, token=token)
        return RunPage(tuple(_run(item) for item in page.items), page.next_token)


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


def _result(run: Run) -> dict[str, Any]:
    return {
        name: {"N" if name in NUMBERS else "S": text} for name, text in result_item(run).items()
    }


def _run(item: Mapping[str, Any]) -> Run:
    return Run.from_mapping(json.loads(item["run"]["S"]))
