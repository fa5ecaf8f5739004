"""A benchmark runs and prints its table: what the embedded AWS refuses, it must not ask for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow]


@pytest.mark.parametrize("name", ["formula_engine", "lambda_invoke"])
def test_a_benchmark_measures(repository_root: Path, name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", name],
        cwd=repository_root,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if " x " in line]
    assert len(rows) >= 2
