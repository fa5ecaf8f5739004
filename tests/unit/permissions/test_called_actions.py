"""The actions that code calls are found through types, and only where the code can be reached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from twin_constructs.permissions import called_actions
from twin_constructs.permissions.reachable import UnknownCall

CLIENTS = """
from functools import cache
from typing import TYPE_CHECKING
import boto3
if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb")

@cache
def s3() -> S3Client:
    return boto3.client("s3")
"""

Actions = Callable[..., set[str]]


@pytest.fixture
def actions(tmp_path: Path) -> Actions:
    """Return a function that writes a package and finds its actions."""

    def find(handler: str, **modules: str) -> set[str]:
        package = tmp_path / "sample"
        package.mkdir()
        files = {"__init__": "", "clients": CLIENTS, "handler": handler, **modules}
        for name, text in files.items():
            (package / f"{name}.py").write_text(text, encoding="utf-8")
        return set(called_actions("sample", "sample.handler.handler", roots=(tmp_path,)))

    return find


def test_a_call_on_a_client_that_a_function_returns_is_found(actions: Actions) -> None:
    assert actions(
        "from sample import clients\n"
        "def handler(event, context):\n"
        "    clients.dynamodb().get_item(TableName='t', Key={})\n"
    ) == {"dynamodb:GetItem"}


def test_a_call_through_an_attribute_of_a_class_is_found(actions: Actions) -> None:
    assert actions(
        "from sample import clients\n"
        "from sample.table import Table\n"
        "def handler(event, context):\n"
        "    table = Table(clients.dynamodb())\n"
        "    return table.load()\n",
        table="from __future__ import annotations\n"
        "from mypy_boto3_dynamodb import DynamoDBClient\n"
        "class Table:\n"
        "    def __init__(self, client: DynamoDBClient) -> None:\n"
        "        self._client = client\n"
        "    def load(self):\n"
        "        return self._client.get_item(TableName='t', Key={})\n"
        "    def never_called(self):\n"
        "        return self._client.delete_item(TableName='t', Key={})\n",
    ) == {"dynamodb:GetItem"}


def test_a_method_behind_a_protocol_is_found_in_the_class_that_is_made(actions: Actions) -> None:
    assert actions(
        "from __future__ import annotations\n"
        "from typing import Protocol\n"
        "from mypy_boto3_s3 import S3Client\n"
        "from sample import clients\n"
        "class Store(Protocol):\n"
        "    def put(self, body: bytes) -> None: ...\n"
        "class Bucket:\n"
        "    def __init__(self, client: S3Client) -> None:\n"
        "        self._client = client\n"
        "    def put(self, body: bytes) -> None:\n"
        "        self._client.put_object(Bucket='b', Key='k', Body=body)\n"
        "class Other:\n"
        "    def put(self, body: bytes) -> None:\n"
        "        clients.s3().delete_object(Bucket='b', Key='k')\n"
        "def keep(store: Store) -> None:\n"
        "    store.put(b'')\n"
        "def handler(event, context):\n"
        "    keep(Bucket(clients.s3()))\n"
    ) == {"s3:PutObject"}


def test_a_function_that_is_only_referenced_counts_as_called(actions: Actions) -> None:
    assert actions(
        "from sample import clients\n"
        "def listed(request):\n"
        "    return clients.dynamodb().query(TableName='t')\n"
        "def handler(event, context):\n"
        "    return {'list': listed}[event['operation']](event)\n"
    ) == {"dynamodb:Query"}


def test_a_presigned_address_needs_the_operation_that_it_is_for(actions: Actions) -> None:
    assert actions(
        "from sample import clients\n"
        "def handler(event, context):\n"
        "    return clients.s3().generate_presigned_url('upload_part', Params={})\n"
    ) == {"s3:PutObject"}


def test_a_transaction_needs_the_actions_of_its_parts(actions: Actions) -> None:
    assert actions(
        "from sample import clients\n"
        "def handler(event, context):\n"
        "    clients.dynamodb().transact_write_items(TransactItems=[{'Put': {}}, {'Delete': {}}])\n"
    ) == {"dynamodb:PutItem", "dynamodb:DeleteItem"}


def test_a_transaction_of_values_needs_the_parts_that_are_made(actions: Actions) -> None:
    assert actions(
        "from sample import clients\n"
        "class Write:\n"
        "    def __init__(self, operation, key):\n"
        "        self.item = {operation: {'Key': key}}\n"
        "def put(key):\n"
        "    return Write('Put', key)\n"
        "def check(key):\n"
        "    return Write('ConditionCheck', key)\n"
        "def delete(key):\n"
        "    return Write('Delete', key)\n"
        "def handler(event, context):\n"
        "    writes = [put('a'), check('b')]\n"
        "    items = [write.item for write in writes]\n"
        "    clients.dynamodb().transact_write_items(TransactItems=items)\n"
    ) == {"dynamodb:PutItem", "dynamodb:ConditionCheckItem"}


def test_code_that_asks_whether_an_object_is_there_must_be_allowed_to_list(
    actions: Actions,
) -> None:
    assert actions(
        "from sample import clients\n"
        "def handler(event, context):\n"
        "    try:\n"
        "        return clients.s3().get_object(Bucket='b', Key='k')\n"
        "    except clients.s3().exceptions.ClientError as error:\n"
        "        return error.response['Error']['Code'] == 'NoSuchKey'\n"
    ) == {"s3:GetObject", "s3:ListBucket"}


def test_a_certain_version_needs_its_own_action(actions: Actions) -> None:
    assert actions(
        "from sample import clients\n"
        "def handler(event, context):\n"
        "    clients.s3().get_object(Bucket='b', Key='k', VersionId='v')\n"
    ) == {"s3:GetObjectVersion"}


def test_the_removal_of_a_certain_version_needs_its_own_action(actions: Actions) -> None:
    assert actions(
        "from sample import clients\n"
        "def handler(event, context):\n"
        "    clients.s3().delete_object(Bucket='b', Key='k', VersionId='v')\n"
    ) == {"s3:DeleteObjectVersion"}


def test_a_call_on_an_unknown_object_that_may_be_a_client_is_refused(actions: Actions) -> None:
    with pytest.raises(UnknownCall, match=r"table\.put_item"):
        actions(
            "from sample import clients\n"
            "def handler(event, context):\n"
            "    table = event['table']\n"
            "    table.put_item(Item={})\n"
        )


def test_the_name_of_an_operation_must_be_a_literal(actions: Actions) -> None:
    with pytest.raises(UnknownCall, match="no literal"):
        actions(
            "from sample import clients\n"
            "def handler(event, context):\n"
            "    clients.s3().generate_presigned_url(event['operation'], Params={})\n"
        )
