"""Commands about the twin on this machine refuse the name of another one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from twin_local.cli.main import main


@pytest.fixture(autouse=True)
def nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands look for a twin where there is none."""
    monkeypatch.setenv("TWIN_STATE", str(tmp_path / "state"))


def twin(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.mark.parametrize("command", ["up", "down", "status", "clock"])
def test_a_profile_is_refused(command: str) -> None:
    result = twin("--profile", "plant-a", command)
    assert result.exit_code == 1
    said = result.stderr
    assert f"PROFILE_NOT_LOCAL: `twin {command}` is only about the twin on this machine" in said
    assert "found the profile plant-a" in said


def test_a_profile_of_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWIN_PROFILE", "plant-a")
    monkeypatch.setattr(sys, "argv", ["twin", "status", "--json"])
    result = twin("status", "--json")
    error = json.loads(result.stdout)["error"]
    assert error["code"] == "PROFILE_NOT_LOCAL"
    assert error["found"] == "the profile plant-a"


def test_the_local_twin_may_be_named() -> None:
    assert twin("--profile", "local", "down").stdout == "no twin runs here\n"
