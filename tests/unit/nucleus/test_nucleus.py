"""The nucleus installs, runs, restarts and stops what is deployed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from twin_local.nucleus.component import InstallFailed, RunningComponent
from twin_local.nucleus.deployments import DeployedComponent
from twin_local.nucleus.leftovers import mark, note_running, stop_leftovers
from twin_local.nucleus.recipe import Recipe
from twin_local.nucleus.variables import Places


def component(root: Path, run: str, install: str | None = None) -> RunningComponent:
    recipe = Recipe("c", "1.0.0", (), {}, (), install, 5.0, run)
    environment = {**os.environ, **mark(root)}
    return RunningComponent(
        DeployedComponent(recipe, {}), Places(root, "c", "1.0.0", "thing"), environment
    )


def eventually(condition: Callable[[], bool], running: RunningComponent) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        running.tend()
        time.sleep(0.02)


def test_component_runs_in_its_work_folder_with_its_log(tmp_path: Path) -> None:
    running = component(tmp_path, "pwd; echo {iot:thingName}")
    running.install()
    eventually(lambda: running.finished, running)
    assert running.places.log.read_text().split() == [str(running.places.work), "thing"]


def test_install_runs_once_per_version(tmp_path: Path) -> None:
    for _ in range(2):
        component(tmp_path, "true", install="echo installed >> marker").install()
    assert (tmp_path / "work/c/marker").read_text() == "installed\n"


@pytest.mark.parametrize("script", ["exit 3", "sleep 60"])
def test_install_that_fails_or_hangs_is_an_error(tmp_path: Path, script: str) -> None:
    running = component(tmp_path, "true", install=script)
    if script.startswith("sleep"):
        recipe = Recipe("c", "1.0.0", (), {}, (), script, 0.2, "true")
        running.deployed = DeployedComponent(recipe, {})
    with pytest.raises(InstallFailed):
        running.install()


def test_component_that_dies_is_started_again_after_a_pause(tmp_path: Path) -> None:
    running = component(tmp_path, "echo x >> starts; exit 1")
    running.install()
    starts = tmp_path / "work/c/starts"
    eventually(lambda: starts.exists() and starts.read_text().count("x") >= 2, running)
    running.ask_to_stop()
    running.wait_stopped(time.monotonic() + 5)
    assert running.failures >= 1


def test_stop_ends_the_whole_process_group(tmp_path: Path) -> None:
    running = component(tmp_path, "sleep 300 & echo $! > child; wait")
    running.install()
    child = tmp_path / "work/c/child"
    eventually(lambda: child.exists() and child.read_text() != "", running)
    running.ask_to_stop()
    running.wait_stopped(time.monotonic() + 5)
    with pytest.raises(ProcessLookupError):
        _wait_gone(int(child.read_text()))


def test_component_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    running = component(tmp_path, "trap '' TERM; echo ready > ready; while true; do sleep 1; done")
    running.install()
    eventually((tmp_path / "work/c/ready").exists, running)
    running.ask_to_stop()
    running.wait_stopped(time.monotonic() + 0.3)
    assert running.process_id is None


def test_leftovers_of_a_killed_nucleus_are_stopped_and_others_are_not(tmp_path: Path) -> None:
    ours = _sleeper({**os.environ, **mark(tmp_path)})
    other = _sleeper({**os.environ, **mark(tmp_path / "elsewhere")})
    note_running(tmp_path, [ours.pid, other.pid])
    assert stop_leftovers(tmp_path) == [ours.pid]
    assert ours.wait(5) == -signal.SIGKILL
    assert other.poll() is None
    other.kill()
    other.wait()
    assert stop_leftovers(tmp_path) == []


def _sleeper(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    script = "import time; print('x', flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    with process.stdout as output:
        output.readline()
    return process


def _wait_gone(pid: int) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        os.kill(pid, 0)
        if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            raise ProcessLookupError
        time.sleep(0.02)
