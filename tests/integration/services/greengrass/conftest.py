"""Every answer of Greengrass is compared with botocore's model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from tests.integration.services.contracts import observed
from twin_local import moto_extension
from twin_local.services.greengrassv2.service import Greengrass

if TYPE_CHECKING:
    from mypy_boto3_greengrassv2 import GreengrassV2Client


@pytest.fixture(autouse=True)
def as_promised() -> Iterator[None]:
    """Fail a test in which an answer has what the model does not have."""
    with observed("greengrassv2", Greengrass) as seen:
        yield
    assert seen.wrong == []


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[GreengrassV2Client]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    moto_extension.install()
    with mock_aws():
        client = boto3.client("greengrassv2", region_name="us-east-1")
        client.list_core_devices()  # the service is there and listens
        yield client
