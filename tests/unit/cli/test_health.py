"""What `twin status` says of the embedded AWS, whether it answers or not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner

from twin_local.cli.commands.status import command
from twin_local.cli.health import Counts, Health, look
from twin_local.server.http_server import HttpServer
from twin_local.server.observation.disk import LOW_BYTES, Disk
from twin_local.supervisor.status import Status, write_status
from twin_local.testing.ports import free_ports

COUNTS = Counts(
    stacks=9, stacks_failed=1, functions=21, running=2, failed_last_hour=3, denied=4
)  # fmt: skip
TOLD = {
    "stacks": 9, "stacks_failed": 1, "functions": 21, "running": 2, "failed_last_hour": 3,
    "denied": 4, "more": "is ignored",
}  # fmt: skip


@pytest.fixture
def answer() -> dict[str, Any]:
    """Return what the embedded AWS answers; to be changed by a test."""
    return dict(TOLD)


@pytest.fixture
def endpoint_url(answer: dict[str, Any]) -> Iterator[str]:
    """Return the address of a server that answers every request so."""

    def application(_: dict[str, Any], start_response: Any) -> list[bytes]:  # noqa: ANN401
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    server = HttpServer(application, port=0)
    server.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stop()


@pytest.fixture
def silent_url() -> str:
    """Return an address at which nobody answers."""
    return f"http://127.0.0.1:{free_ports()}"


def test_the_figures_in_a_line() -> None:
    assert Health(COUNTS, Disk(5 * 1024**3)).line() == (
        "9 stacks (1 failed), 21 functions, executions and jobs: 2 running, 3 failed in the last"
        " hour, 4 calls denied, 5.0 GiB left on the disk"
    )


def test_a_disk_that_is_nearly_full_is_warned_of() -> None:
    health = Health(None, Disk(LOW_BYTES // 2))
    assert health.line() == (
        "the embedded AWS does not answer, only 0.5 GiB left on the disk: free some space"
    )
    assert health.plain() == {
        "answers": False,
        "disk_free_bytes": LOW_BYTES // 2,
        "disk_low": True,
    }


def test_the_embedded_aws_is_asked(endpoint_url: str, tmp_path: Path) -> None:
    health = look(endpoint_url, tmp_path)
    assert health.counts == COUNTS
    assert health.disk.free_bytes > 0


def test_an_answer_of_another_program_is_none(
    endpoint_url: str, answer: dict[str, Any], tmp_path: Path
) -> None:
    del answer["functions"]
    assert look(endpoint_url, tmp_path).counts is None


def test_nobody_answers(silent_url: str, tmp_path: Path) -> None:
    assert look(silent_url, tmp_path).counts is None


def status_of(url: str, state: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> str:
    """Return what `twin status` prints of a twin that runs (this process) with an endpoint."""
    started = psutil.Process().create_time()
    addresses = ("http://c", "http://a", url)
    status = Status("demo", *addresses, "eu-west-1", "p", "c", os.getpid(), started, ready=True)
    write_status(state, status)
    monkeypatch.setenv("TWIN_STATE", str(state))
    done = CliRunner().invoke(command, list(options))
    assert done.exit_code == 0, done.output
    return done.output


def test_the_status_has_the_page_and_the_health(
    endpoint_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads(status_of(endpoint_url, tmp_path, monkeypatch, "--json"))
    assert told["embedded_aws_url"] == f"{endpoint_url}/_twin/"
    assert told["health"]["answers"] is True
    assert told["health"]["functions"] == 21


def test_the_status_is_told_while_the_embedded_aws_does_not_answer(
    silent_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = status_of(silent_url, tmp_path, monkeypatch)
    assert f"embedded_aws_url {silent_url}/_twin/" in text
    assert "health           the embedded AWS does not answer" in text
