"""A deployment has a checkpoint while it changes something, and never longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from twin_local.engine.clients import OperationError
from twin_local.engine.errors import StackFailedError
from twin_local.supervisor import deployment
from twin_local.supervisor.checkpoint import Checkpoint
from twin_local.supervisor.deployment import Deployed, deploy
from twin_local.supervisor.errors import EndpointLostError, SupervisorError
from twin_local.supervisor.layout import Layout
from twin_local.testing.ports import free_ports

Work = Callable[[Callable[[], None]], None]


class Flushed(BaseHTTPRequestHandler):
    """Answers every request as the embedded AWS answers a flush."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served(layout: Layout) -> Iterator[Layout]:
    """Return a layout at whose endpoint something answers."""
    with HTTPServer(("127.0.0.1", layout.port_base + 1), Flushed) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield layout
        server.shutdown()
        thread.join()


@pytest.fixture
def engine_that(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    """Return a function that puts an engine in place which does something instead of deploying."""

    def engine_that(work: Work) -> None:
        class FakeEngine:
            def __init__(self, *_: object, before_change: Callable[[], None], **__: object) -> None:
                self.before_change = before_change

            def __enter__(self) -> FakeEngine:
                return self

            def __exit__(self, *_: object) -> None:
                pass

            def deploy_assembly(self, _: Path) -> dict[str, Any]:
                work(self.before_change)
                return {
                    "identity": {"UserPoolId": "pool", "UserPoolClientId": "client"},
                    "edge": {"RoleAlias": "alias", "DevicePolicy": "policy"},
                }

        monkeypatch.setattr(deployment, "Engine", FakeEngine)

    return engine_that


def run(layout: Layout) -> Deployed:
    return deploy(layout, account="1", region="us-east-1", tell=lambda _: None)


def test_a_start_without_changes_takes_no_checkpoint(
    served: Layout, engine_that: Callable[[Work], None]
) -> None:
    def unchanged(_: Callable[[], None]) -> None:
        assert not Checkpoint(served.state).exists

    engine_that(unchanged)
    assert run(served) == Deployed("pool", "client", "alias", "policy")


def test_there_is_a_checkpoint_from_the_first_change_to_the_end(
    served: Layout, engine_that: Callable[[Work], None]
) -> None:
    def changes(before_change: Callable[[], None]) -> None:
        before_change()
        assert Checkpoint(served.state).exists

    engine_that(changes)
    run(served)
    assert not Checkpoint(served.state).exists


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (StackFailedError("a queue failed"), "STACK_ROLLED_BACK: a queue failed"),
        (OperationError("PutObject", "InternalError", "no"), "TWIN_NOT_STARTED.*PutObject"),
    ],
)
def test_a_deployment_that_fails_keeps_what_its_rollback_left(
    served: Layout, engine_that: Callable[[Work], None], error: Exception, shown: str
) -> None:
    def fails(before_change: Callable[[], None]) -> None:
        before_change()
        raise error

    engine_that(fails)
    with pytest.raises((StackFailedError, SupervisorError), match=shown):
        run(served)
    assert not Checkpoint(served.state).exists


def test_an_embedded_aws_that_is_lost_is_named_with_what_failed_and_the_checkpoint_stays(
    served: Layout, engine_that: Callable[[Work], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(before_change: Callable[[], None]) -> None:
        before_change()
        gone = replace(served, port_base=free_ports())
        monkeypatch.setattr(Layout, "endpoint_url", gone.endpoint_url)
        raise StackFailedError("a queue failed")

    engine_that(fails)
    with pytest.raises(EndpointLostError, match="the next start deploys again") as caught:
        run(served)
    assert isinstance(caught.value.__cause__, StackFailedError)
    assert "refused" in caught.value.found
    assert caught.value.where.endswith("embedded-aws.log")
    assert Checkpoint(served.state).exists


def test_nothing_is_changed_when_the_embedded_aws_is_lost_before(
    layout: Layout, engine_that: Callable[[Work], None]
) -> None:
    engine_that(lambda before_change: before_change())
    with pytest.raises(EndpointLostError):
        run(layout)
    assert not Checkpoint(layout.state).exists
