"""Which ARNs calls of Secrets Manager are decided on."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID

from twin_local.execution.access.calls import Call
from twin_local.execution.access.resources import needs

REGION = "eu-central-1"
NAMED = f"arn:aws:secretsmanager:{REGION}:{DEFAULT_ACCOUNT_ID}:secret"


@pytest.fixture
def arn(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("MOTO_ACCOUNT_ID", DEFAULT_ACCOUNT_ID)
    with mock_aws():
        client = boto3.client("secretsmanager", REGION)
        yield client.create_secret(Name="plant/token", SecretString="t")["ARN"]


def need(operation: str, **parameters: str) -> str:
    call = Call("secretsmanager", operation, parameters, REGION, DEFAULT_ACCOUNT_ID)
    ((action, resource),) = needs(call)
    assert action == f"secretsmanager:{operation}"
    return resource


def test_a_secret_is_meant_by_its_whole_arn_however_it_is_named(arn: str) -> None:
    assert need("GetSecretValue", SecretId="plant/token") == arn
    assert need("GetSecretValue", SecretId=arn) == arn
    assert need("GetSecretValue", SecretId=arn.rpartition("-")[0]) == arn


def test_one_that_does_not_exist_is_meant_as_it_is_named(arn: str) -> None:
    assert need("CreateSecret", Name="new") == f"{NAMED}:new"
    assert need("GetSecretValue", SecretId=f"{NAMED}:gone-abcdef") == f"{NAMED}:gone-abcdef"
    assert need("ListSecrets") == "*"
