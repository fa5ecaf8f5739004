"""Each case has a process of its own; what it does there is told, and ends with it."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from benchmarks.validation.__main__ import main
from benchmarks.validation.outcome import State, from_json
from benchmarks.validation.registry import names
from benchmarks.validation.runner import run_case

pytestmark = [pytest.mark.slow]

HEAD = """
import os, subprocess, sys, time
from benchmarks.harness import Unavailable
from benchmarks.validation.case import CaseResult, Promise, Row
TITLE, PROTOCOL = "A title", "A protocol."
def run():
"""
CASES = {
    "broken": "    return CaseResult((), (Promise('far', 2.0, upper=1.0),))",
    "crashed": "    os._exit(7)",
    "held": "    return CaseResult((Row('a', {'b': 1.0}),), (Promise('near', 0.5, upper=1.0),))",
    "missing": "    raise Unavailable('no data')",
    "raised": "    raise RuntimeError('it is wrong')",
    "slow": "    child = subprocess.Popen(['sleep', '60'])\n"
    "    open(FILE, 'w').write(str(child.pid))\n    time.sleep(60)",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package of cases: each of them is one file, and nothing else names it."""
    folder = tmp_path / "own_cases"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for name, body in CASES.items():
        text = f"FILE = {str(tmp_path / 'started')!r}\n{HEAD}{body}\n"
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "own_cases"


def is_running(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_file_is_a_case(package: str) -> None:
    assert names(package) == tuple(CASES)


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("held", State.HELD, ""),
        ("broken", State.BROKEN, ""),
        ("missing", State.NOT_RUN, "no data"),
        ("raised", State.FAILED, "RuntimeError: it is wrong"),
        ("crashed", State.FAILED, "status 7"),
    ],
)
def test_how_a_case_ends_is_told(package: str, name: str, state: State, reason: str) -> None:
    outcome = run_case(name, package)
    assert (outcome.state, outcome.reason) == (state, reason)
    assert outcome.state.is_failure is (state in (State.BROKEN, State.FAILED))
    assert (outcome.result is None) is bool(reason)


def test_a_case_that_does_not_end_is_ended_with_all_it_started(
    package: str, tmp_path: Path
) -> None:
    outcome = run_case("slow", package, longest_seconds=3.0)
    assert outcome.state is State.FAILED
    assert outcome.reason == "not ended after 3 s"
    assert not is_running(int((tmp_path / "started").read_text()))


@pytest.mark.parametrize(("cases", "code"), [(("held", "missing"), 0), (("held", "broken"), 1)])
def test_a_broken_promise_fails_and_a_case_that_cannot_run_does_not(
    package: str, tmp_path: Path, cases: tuple[str, ...], code: int
) -> None:
    file = tmp_path / "reports" / "report.json"
    assert main([*cases, "--json", str(file)], package) == code
    assert tuple(outcome.name for outcome in from_json(file.read_text("utf-8"))) == cases


def test_the_page_of_all_cases_is_written(package: str, tmp_path: Path) -> None:
    (tmp_path / "own_cases" / "slow.py").unlink()
    page = tmp_path / "page.md"
    assert main(["--markdown", str(page)], package) == 1
    text = page.read_text("utf-8")
    assert "Failed: RuntimeError: it is wrong" in text
    assert "Not run: no data" in text


@pytest.mark.parametrize("arguments", [["none_of_them"], ["held", "--markdown", "page.md"]])
def test_what_cannot_be_asked_is_refused(package: str, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments, package)
    assert raised.value.code == 2
