"""A TwinMaker with one workspace, as plain boto3 sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from tests.integration.services.contracts import observed
from twin_local import moto_extension
from twin_local.services.iottwinmaker.service import TwinMaker
from twin_local.services.settings import configure

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient

REGION, WORKSPACE = "us-east-1", "plant"


@pytest.fixture(autouse=True)
def as_promised() -> Iterator[None]:
    """Fail a test in which TwinMaker answers with what botocore's model does not have."""
    with observed("iottwinmaker", TwinMaker) as seen:
        yield
    assert seen.wrong == []


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[IoTTwinMakerClient]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    moto_extension.install()
    with mock_aws():
        client = boto3.client("iottwinmaker", region_name=REGION)
        client.create_workspace(workspaceId=WORKSPACE)
        yield client
    configure(state_folder=None)
