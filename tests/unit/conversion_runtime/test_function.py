"""How a job of a conversion image ends as a function, with a small package as the image."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from container_runtime.function import FunctionFailed
from container_runtime.job import REFUSED
from conversion_runtime.function import handle
from conversion_runtime.outgrown import OUTGROWN
from twin.spatial.workflow import JOB_DIED, JOB_OUTGROWN, JOB_REFUSED

PACKAGE = "small_job"
PROGRAM = """\
import json, os, sys
how, value = sys.argv[1:3]
if how == "signal":
    os.kill(os.getpid(), int(value))
elif how == "write":
    with open(value, "w") as file:
        json.dump({"arguments": sys.argv[3:], "process": os.getpid()}, file)
sys.exit(int(value) if how == "exit" else 0)
"""


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the package of the job, and let its process find it."""
    folder = tmp_path / PACKAGE
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "__main__.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def failed(*command: str) -> FunctionFailed:
    """Return how a job fails with a command."""
    with pytest.raises(FunctionFailed) as caught:
        handle(PACKAGE, {"command": list(command)})
    return caught.value


def test_job_that_did_its_work_is_answered_with_nothing() -> None:
    assert handle(PACKAGE, {"command": ["exit", "0"]}) == {}


@pytest.mark.parametrize(
    ("code", "error_type"),
    [
        (REFUSED, JOB_REFUSED),
        (OUTGROWN, JOB_OUTGROWN),
        (1, JOB_DIED),
        (2, JOB_DIED),
        (137, JOB_DIED),
        (255, JOB_DIED),
    ],
)
def test_exit_code_says_how_the_job_failed(code: int, error_type: str) -> None:
    assert failed("exit", str(code)).error_type == error_type


def test_unknown_exit_code_is_told() -> None:
    assert str(failed("exit", "75")) == "the job ended with 75"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_job_that_a_signal_ended_needs_more_memory(number: signal.Signals) -> None:
    error = failed("signal", str(int(number)))
    assert error.error_type == JOB_OUTGROWN
    assert str(error) == f"the job was ended by signal {int(number)}"


def test_package_that_does_not_exist_is_a_job_that_died() -> None:
    with pytest.raises(FunctionFailed) as caught:
        handle("no_such_package", {"command": []})
    assert caught.value.error_type == JOB_DIED


def test_arguments_reach_the_job_as_they_are(tmp_path: Path) -> None:
    written, arguments = tmp_path / "written.json", ["two words", "$HOME; exit 3", "", "ß"]
    handle(PACKAGE, {"command": ["write", str(written), *arguments]})
    assert json.loads(written.read_text())["arguments"] == arguments


def test_every_event_has_a_process_of_its_own(tmp_path: Path) -> None:
    files = [tmp_path / "first.json", tmp_path / "second.json"]
    for file in files:
        handle(PACKAGE, {"command": ["write", str(file)]})
    first, second = (json.loads(file.read_text())["process"] for file in files)
    assert first != second
