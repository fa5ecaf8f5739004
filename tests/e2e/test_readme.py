"""A new user types what the README shows, in its order, and every command does it."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import COMMAND, ROOT, Twin

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]

START = re.compile(r"^## Start\n(.*?)^## ", re.MULTILINE | re.DOTALL)


def shown_commands() -> list[str]:
    """Return the `twin` commands of the section "Start"."""
    (section,) = START.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    lines = [line.split(" #")[0].strip() for line in section.splitlines()]
    return [line for line in lines if line.startswith("twin ")]


def test_the_section_shows_commands() -> None:
    assert len(shown_commands()) >= 6


@pytest.mark.parametrize("line", shown_commands())
def test_a_shown_command_does_it(twin: Twin, line: str) -> None:
    done = subprocess.run(
        [str(COMMAND), *shlex.split(line)[1:]],
        cwd=Path(ROOT),
        env=twin.environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
    assert done.stdout.strip()


def test_the_faults_of_the_readme_are_cleared_again(twin: Twin) -> None:
    subprocess.run([str(COMMAND), "plc", "clear"], cwd=ROOT, env=twin.environment, check=True)
