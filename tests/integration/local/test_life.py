"""A twin's processes end whenever they should, and a start goes on whatever ended the last one."""

from __future__ import annotations

import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.integration.local.conftest import OTHER_PORT_BASE, PORT_BASE, LocalTwin
from tests.twin_process import COMMAND, ROOT, eventually
from twin_local.supervisor.checkpoint import Checkpoint
from twin_local.supervisor.status import FILE_NAME

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]


def test_a_twin_at_other_ports_has_a_plc_of_its_own(running: LocalTwin) -> None:
    assert running.status.plc_endpoint == f"opc.tcp://127.0.0.1:{PORT_BASE + 3}/"
    value = eventually(
        lambda: (one := running.latest("/demo/P-101/speed"))["quality"] == "GOOD" and one,
        seconds=60,
        what="a value of the PLC",
    )
    assert not value["stale"]


def test_a_second_start_with_the_same_state_is_refused(running: LocalTwin) -> None:
    second = LocalTwin(running.state, port_base=OTHER_PORT_BASE)
    said = second.refusal()
    second.let_go()
    assert "TWIN_ALREADY_RUNNING" in said
    assert f"process {running.status.supervisor}" in said
    assert running.run("status")["ready"]


def test_a_second_twin_at_the_same_ports_is_refused(running: LocalTwin, beside: LocalTwin) -> None:
    said = beside.refusal()
    assert f"PORT_IN_USE: port {PORT_BASE} (console) is in use" in said
    assert "twin up --port-base PORT" in said
    assert beside.family == []
    assert running.process is not None and running.process.poll() is None


def test_ctrl_c_leaves_no_process_and_no_status(running: LocalTwin) -> None:
    assert len(running.family) >= 3
    assert running.stop() == []
    assert running.family == []
    assert not (running.state / FILE_NAME).exists()
    assert running.run("status", code=1) == {"running": False, "starting": False}


def test_down_ends_a_running_twin(running: LocalTwin) -> None:
    done = subprocess.run(
        [str(COMMAND), "down"],
        cwd=ROOT,
        env=running.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout == "stopped\n"
    assert running.process is not None
    assert running.process.wait(10) == 0
    assert running.family == []


def test_a_kill_of_the_command_leaves_no_process(running: LocalTwin) -> None:
    assert running.process is not None
    running.process.kill()
    running.process.wait(10)
    eventually(lambda: not running.family, seconds=30, what="the end of every process")
    running.start()
    assert "a deployment was interrupted" not in running.said()


def kill_during_deployment(twin: LocalTwin, *victims: str) -> None:
    """Start at other ports, which changes most of the site, and kill in the middle of it."""
    process = twin.launch()
    checkpoint = Checkpoint(twin.state)
    eventually(lambda: checkpoint.exists, seconds=120, what="a deployment")
    eventually(lambda: server_of(twin), seconds=5, what="the embedded AWS")
    if "server" in victims:
        server_of(twin)[0].kill()
    if "command" in victims:
        process.kill()
    process.communicate(timeout=120)


def server_of(twin: LocalTwin) -> list[psutil.Process]:
    """Return the embedded AWS's process."""
    return [one for one in twin.family if "twin_local.server" in one.cmdline()]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("victims", [("command",), ("command", "server"), ("server",)])
def test_a_deployment_that_was_killed_is_made_again_and_nothing_is_lost(
    running: LocalTwin, victims: tuple[str, ...]
) -> None:
    before = running.status
    newest = running.latest("/demo/P-101/speed")["time"]
    keys = {one["asset_key"] for one in running.run("assets", "list")["assets"]}
    assert running.stop() == []
    running.port_base = OTHER_PORT_BASE if running.port_base == PORT_BASE else PORT_BASE
    kill_during_deployment(running, *victims)
    eventually(lambda: not running.family, seconds=30, what="the end of every process")
    assert Checkpoint(running.state).exists
    running.start()
    assert "a deployment was interrupted" in running.said()
    assert not Checkpoint(running.state).exists
    after = running.status
    assert (after.user_pool_id, after.users) == (before.user_pool_id, before.users)
    assert {one["asset_key"] for one in running.run("assets", "list")["assets"]} >= keys
    points = running.rows("signals", "history", "/demo/P-101/speed")
    assert any(point["time"] <= newest for point in points)
    eventually(
        lambda: running.latest("/demo/P-101/speed")["time"] > newest,
        seconds=60,
        what="a new value at the new ports",
    )


def test_an_embedded_aws_that_is_killed_is_started_again(running: LocalTwin) -> None:
    [server] = server_of(running)
    server.send_signal(signal.SIGKILL)
    eventually(lambda: server_of(running) not in ([], [server]), seconds=30, what="a new process")
    eventually(lambda: answers(f"{running.status.api_url}/openapi.json"), seconds=60, what="it")
    eventually(
        lambda: running.latest("/demo/P-101/speed")["quality"] == "GOOD",
        seconds=60,
        what="a value of the PLC",
    )


def answers(url: str) -> bool:
    """Say whether something answers at an address."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def damaged(path: Path, body: bytes) -> Iterator[None]:
    """Replace a file's content for a while."""
    whole = path.read_bytes()
    path.write_bytes(body)
    try:
        yield
    finally:
        path.write_bytes(whole)


def test_a_state_folder_that_is_incomplete_is_refused(stopped: LocalTwin) -> None:
    snapshot = next((stopped.state / "state").glob("*sqs*.pickle"))
    with damaged(snapshot, snapshot.read_bytes()[:100]):
        said = stopped.refusal()
    assert "STATE_INCOMPLETE" in said and "twin up --fresh" in said and snapshot.name in said
    assert stopped.family == []


@pytest.mark.parametrize("name", ["services/iotsitewise-111111111111-us-east-1", "deployments"])
def test_a_damaged_database_is_refused(stopped: LocalTwin, name: str) -> None:
    database = stopped.state / f"{name}.sqlite"
    with damaged(database, b"nonsense" * 1000):
        said = stopped.refusal()
    assert "STATE_DAMAGED" in said and "twin up --fresh" in said and database.name in said
    assert stopped.family == []
