"""The fixtures of pytest, found when the package is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from twin_local.testing.server import LocalAws, start


@pytest.fixture(scope="session")
def shared_embedded_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Yield an embedded AWS for all tests; the environment stays as it is."""
    aws = start(tmp_path_factory.mktemp("embedded-aws"))
    yield aws
    aws.stop()


@pytest.fixture
def embedded_aws(
    shared_embedded_aws: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LocalAws]:
    """Yield the shared embedded AWS; during the test the environment leads SDKs to it."""
    _lead(monkeypatch, shared_embedded_aws)
    yield shared_embedded_aws


@pytest.fixture
def fresh_embedded_aws(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LocalAws]:
    """Yield an embedded AWS of this test, empty; the environment leads SDKs to it."""
    aws = start(tmp_path_factory.mktemp("embedded-aws"))
    _lead(monkeypatch, aws)
    yield aws
    aws.stop()


def _lead(monkeypatch: pytest.MonkeyPatch, aws: LocalAws) -> None:
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
