"""An engine before an AWS endpoint in this process: moto, patched as the embedded AWS does."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID

from twin_local import moto_extension
from twin_local.engine.clients import OperationError
from twin_local.engine.engine import Engine, Target
from twin_local.engine.event import Event
from twin_local.engine.template import read_template
from twin_local.server import bucket_policies, cloudfront_policies, service_linked_role
from twin_local.server.application import Endpoint
from twin_local.server.http_server import HttpServer
from twin_local.server.persistence.durability import InMemory

REGION = "us-east-1"
Deploy = Callable[..., dict[str, Any]]
Failing = Callable[..., AbstractContextManager[None]]


@pytest.fixture(scope="session")
def endpoint_url() -> Iterator[str]:
    moto_extension.install()
    cloudfront_policies.install()
    bucket_policies.install()
    service_linked_role.install()
    server = HttpServer(Endpoint(durability=InMemory(), controls={}), port=0)
    server.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stop()


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def engine(endpoint_url: str, tmp_path: Path, events: list[Event]) -> Iterator[Engine]:
    target = Target(endpoint_url, DEFAULT_ACCOUNT_ID, REGION, tmp_path)
    with Engine(target, report=events.append) as engine:
        yield engine


_numbers = itertools.count(1)


@pytest.fixture
def stack() -> str:
    """Return a stack name that no other test uses."""
    return f"stack-{next(_numbers)}"


@pytest.fixture
def deploy(engine: Engine, stack: str) -> Deploy:
    """Return a function that checks and deploys a template and returns its outputs."""

    def deploy(
        resources: dict[str, Any], outputs: dict[str, Any] | None = None, name: str = stack
    ) -> dict[str, Any]:
        values = {
            key: value if isinstance(value, dict) and "Value" in value else {"Value": value}
            for key, value in (outputs or {}).items()
        }
        template = read_template({"Resources": resources, "Outputs": values}, stack=name)
        engine.check_template(template, {})
        return engine.deploy_template(template, {})

    return deploy


@pytest.fixture
def failing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Return a context in which one operation is answered with an error."""
    call = engine.clients.call

    @contextmanager
    def failing(operation: str, *, after: int = 0, times: int = 1_000) -> Iterator[None]:
        calls = itertools.count()

        def refuse(service: str, name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
            if name == operation and after <= next(calls) < after + times:
                raise OperationError(name, "ServiceFailure", "out of order")
            return call(service, name, parameters)

        with monkeypatch.context() as patch:
            patch.setattr(engine.clients, "call", refuse)
            yield

    return failing
