"""Ranges of a DynamoDB table as the connectors read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from twin.connectors.tables import Item, KeyRange
from twin_runtime.listing import INDEX

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class TableItems:
    """The items of one table with the index over time that every table of the twin has."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._name = client, name

    def between(self, wanted: KeyRange) -> Iterator[Item]:
        """Yield the items of a range in the order of their sort keys, page by page."""
        request = self._request(wanted)
        position: Any = {}
        while True:
            answer = self._client.query(**request, **position)
            for item in answer["Items"]:
                yield {name: text for name, value in item.items() if (text := _text(value))}
            last = answer.get("LastEvaluatedKey")
            if not last or wanted.limit is not None:
                return
            position = {"ExclusiveStartKey": last}

    def _request(self, wanted: KeyRange) -> Any:  # noqa: ANN401 - a request as DynamoDB takes it
        pk, sk = ("gpk", "gsk") if wanted.of_index else ("pk", "sk")
        return {
            "TableName": self._name,
            "KeyConditionExpression": f"{pk} = :partition AND {sk} BETWEEN :low AND :high",
            "ExpressionAttributeValues": {
                ":partition": {"S": wanted.partition},
                ":low": {"S": wanted.low},
                ":high": {"S": wanted.high},
            },
            "ScanIndexForward": not wanted.descending,
            **({"IndexName": INDEX} if wanted.of_index else {}),
            **({"Limit": wanted.limit} if wanted.limit is not None else {}),
        }


def _text(value: Mapping[str, Any]) -> str:
    """Return a text or number as text; the tables of the twin have no other attributes to read."""
    return str(value.get("S") or value.get("N") or "")
