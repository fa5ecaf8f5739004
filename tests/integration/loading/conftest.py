"""The embedded SiteWise in this process, with the models of the plant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.integration.loading.plants import deploy_models
from twin_local import moto_extension
from twin_local.loading.account import Account


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    moto_extension.install()
    with mock_aws():
        account = Account("us-east-1")
        deploy_models(account.sitewise)
        yield account
