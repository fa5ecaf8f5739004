"""Tables for functions under test, with the keys that the construct `SecureTable` gives them."""

from __future__ import annotations

from typing import Any

KEYS, INDEX_KEYS = ("pk", "sk"), ("gpk", "gsk")


def create_table(client: Any, name: str, index_name: str = "by-time") -> None:  # noqa: ANN401
    """Create a table with an index by a client of DynamoDB."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": "S"} for key in (*KEYS, *INDEX_KEYS)
        ],
        KeySchema=_schema(*KEYS),
        GlobalSecondaryIndexes=[
            {
                "IndexName": index_name,
                "KeySchema": _schema(*INDEX_KEYS),
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )


def _schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
