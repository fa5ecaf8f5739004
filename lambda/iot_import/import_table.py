"""Imports in DynamoDB: one item a file, and an index of those that have not ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from twin.storage.imports import ImportRecord

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

OPEN = "open"
INDEX = "by-time"


class ImportTable:
    """The table of one site's imports."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._name = client, name

    def find(self, digest: str) -> ImportRecord | None:
        """Return the import of a file, None where there was none."""
        answer = self._client.get_item(TableName=self._name, Key=_key(digest), ConsistentRead=True)
        item = answer.get("Item")
        return _record(item) if item else None

    def save(self, record: ImportRecord) -> None:
        """Write the state of an import; one that has ended leaves the index."""
        self._client.put_item(TableName=self._name, Item=_item(record))

    def unfinished(self) -> Iterator[ImportRecord]:
        """Yield the imports that have not ended, the oldest first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._name,
            IndexName=INDEX,
            KeyConditionExpression="gpk = :open",
            ExpressionAttributeValues={":open": {"S": OPEN}},
        )
        for page in pages:
            for item in page["Items"]:
                yield _record(item)


def _key(digest: str) -> dict[str, Any]:
    return {"pk": {"S": f"import#{digest}"}, "sk": {"S": "job"}}


def _item(record: ImportRecord) -> dict[str, Any]:
    fields = {name: _value(value) for name, value in asdict(record).items() if value is not None}
    listed = {} if record.has_ended else {
        "gpk": {"S": OPEN},
        "gsk": {"S": f"{record.begun_at:017.6f}#{record.digest}"},
    }  # fmt: skip
    return {**_key(record.digest), **listed, **fields}


def _value(value: str | float) -> dict[str, str]:
    return {"S": value} if isinstance(value, str) else {"N": repr(value)}


def _record(item: Mapping[str, Any]) -> ImportRecord:
    return ImportRecord(
        digest=item["digest"]["S"],
        bucket=item["bucket"]["S"],
        key=item["key"]["S"],
        state=item["state"]["S"],
        begun_at=float(item["begun_at"]["N"]),
        job_id=item["job_id"]["S"] if "job_id" in item else None,
        ended_at=float(item["ended_at"]["N"]) if "ended_at" in item else None,
    )
