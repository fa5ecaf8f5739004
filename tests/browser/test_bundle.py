"""What a first visit loads stays small, and the check of it does check."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.twin_process import ROOT

WEB = ROOT / "web"
BUDGET_BYTES = 250_000


def measure(dist: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the size check over a built console."""
    named = [str(dist)] if dist else []
    return subprocess.run(
        ["node", "scripts/size.mjs", "--json", *named],
        cwd=WEB,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def page_of(folder: Path, **scripts: bytes) -> Path:
    """Write a built page that loads `first.js`, which may import the others."""
    (folder / "index.html").write_text('<script type="module" src="./first.js"></script>')
    for name, content in scripts.items():
        (folder / f"{name}.js").write_bytes(content)
    return folder


def noise(size: int) -> bytes:
    """Return bytes that no compression makes smaller, as a comment."""
    return b"//" + os.urandom(size).replace(b"\n", b" ").replace(b"\r", b" ")


def test_the_console_loads_less_than_its_budget() -> None:
    if not (WEB / "dist" / "index.html").is_file():
        pytest.skip("the console is not built; run `make web`")
    done = measure()
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["budget_bytes"] == BUDGET_BYTES
    assert 50_000 < figures["gzip_bytes"] <= BUDGET_BYTES


def test_one_script_above_the_budget_fails_the_check(tmp_path: Path) -> None:
    done = measure(page_of(tmp_path, first=noise(BUDGET_BYTES)))
    assert done.returncode == 1
    assert "expected at most 250000" in done.stderr


def test_what_a_script_imports_counts_and_what_it_loads_on_demand_does_not(tmp_path: Path) -> None:
    first = b'import{a as b}from"./second.js";const later=()=>import("./third.js");'
    page_of(tmp_path, first=first, second=noise(1000), third=noise(BUDGET_BYTES))
    done = measure(tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert [chunk["file"] for chunk in figures["chunks"]] == ["first.js", "second.js"]
    assert figures["gzip_bytes"] > 1000


def test_a_page_without_scripts_is_not_taken_for_a_small_one(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>nothing</p>")
    assert measure(tmp_path).returncode == 1
