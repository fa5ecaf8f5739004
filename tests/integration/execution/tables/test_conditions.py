"""DynamoDB: refused conditions say what they found, and transactions why they were cancelled."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Client = Callable[[str], Any]


@pytest.fixture
def table(client: Client) -> str:
    """Return a table with one item."""
    name = f"t{uuid.uuid4().hex[:12]}"
    client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client("dynamodb").put_item(TableName=name, Item={"id": {"S": "a"}, "n": {"N": "1"}})
    return name


def test_a_refused_condition_shows_the_item_where_asked(client: Client, table: str) -> None:
    write = {
        "TableName": table,
        "Item": {"id": {"S": "a"}, "n": {"N": "2"}},
        "ConditionExpression": "attribute_not_exists(id)",
    }
    with pytest.raises(ClientError) as refused:
        client("dynamodb").put_item(**write)
    assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
    assert "Item" not in refused.value.response
    with pytest.raises(ClientError) as refused:
        client("dynamodb").put_item(**write, ReturnValuesOnConditionCheckFailure="ALL_OLD")
    response: dict[str, Any] = {**refused.value.response}
    assert response["Item"] == {"id": {"S": "a"}, "n": {"N": "1"}}


def test_a_cancelled_transaction_has_a_reason_for_each_write(client: Client, table: str) -> None:
    writes = [
        {"Put": {"TableName": table, "Item": {"id": {"S": "b"}}}},
        {
            "Update": {
                "TableName": table,
                "Key": {"id": {"S": "a"}},
                "UpdateExpression": "SET n = :n",
                "ConditionExpression": "n > :n",
                "ExpressionAttributeValues": {":n": {"N": "5"}},
            }
        },
    ]
    with pytest.raises(ClientError) as refused:
        client("dynamodb").transact_write_items(TransactItems=writes)
    assert refused.value.response["Error"]["Code"] == "TransactionCanceledException"
    reasons = [reason["Code"] for reason in refused.value.response["CancellationReasons"]]
    assert reasons == ["None", "ConditionalCheckFailed"]
    assert client("dynamodb").scan(TableName=table)["Count"] == 1
