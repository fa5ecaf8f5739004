"""SiteWise as plain boto3 sees it; every answer of it is compared with botocore's model."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from tests.integration.services.contracts import observed
from twin_local import moto_extension
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.model_driven.faults import FAULTS
from twin_local.services.settings import configure

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


class SetClock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = float(int(time.time()) // 300 * 300 + 10)

    def now(self) -> float:
        return self.time


@pytest.fixture(autouse=True)
def as_promised() -> Iterator[None]:
    """Fail a test in which SiteWise answers with what botocore's model does not have."""
    with observed("iotsitewise", SiteWise) as seen:
        yield
    assert seen.wrong == []


@pytest.fixture
def set_clock() -> Iterator[SetClock]:
    clock = SetClock()
    configure(state_folder=None, now=clock.now)
    yield clock
    configure(state_folder=None)
    FAULTS.clear()


@pytest.fixture
def sitewise(set_clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[IoTSiteWiseClient]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    moto_extension.install()
    with mock_aws():
        yield boto3.client("iotsitewise", region_name="us-east-1")
