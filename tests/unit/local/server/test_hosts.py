"""Which service a host name is of is asked moto once, and is what moto says."""

from __future__ import annotations

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from twin_local.server import application
from twin_local.server.application import Endpoint

Asked = list[str | None]


class Nothing:
    """Keeps nothing."""

    def touch(self, service: str) -> None:
        """Do nothing."""

    def keep(self, service: str, environ: object = None) -> None:
        """Do nothing."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    names: Asked = []
    original = DomainDispatcherApplication.get_backend_for_host

    def count(self: DomainDispatcherApplication, host: str | None) -> object:
        names.append(host)
        return original(self, host)

    monkeypatch.setattr(DomainDispatcherApplication, "get_backend_for_host", count)
    return names


@pytest.mark.parametrize(
    ("host", "service"),
    [
        ("dynamodb.us-east-1.amazonaws.com", "dynamodb"),
        ("bucket.s3.amazonaws.com", "s3"),
        ("moto_api", "moto_api"),
        ("sqs", "sqs"),
    ],
)
def test_moto_is_asked_once(asked: Asked, host: str, service: str) -> None:
    endpoint = Endpoint(durability=Nothing(), controls={})
    assert [endpoint.get_backend_for_host(host) for _ in range(3)] == [service] * 3
    assert asked == [host]


def test_what_moto_does_not_know_may_be_known_later(asked: Asked) -> None:
    endpoint = Endpoint(durability=Nothing(), controls={})
    assert [endpoint.get_backend_for_host(one) for one in ("of.nobody", "of.nobody", None)] == [
        None
    ] * 3
    assert asked == ["of.nobody", "of.nobody", None]


def test_no_more_hosts_are_remembered_than_there_is_room_for(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "MAXIMUM_HOSTS", 1)
    endpoint = Endpoint(durability=Nothing(), controls={})
    hosts = ["sqs", "sns", "sns", "sqs"]
    assert [endpoint.get_backend_for_host(one) for one in hosts] == hosts
    assert asked == ["sqs", "sns", "sns"]
