"""The logic of the page's scripts, tested by Node's own test runner."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from twin_local.server.observation.assets import FOLDER, TYPES

TESTS = Path(__file__).with_name("page")


def test_the_scripts_pass_their_own_tests(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    shutil.copytree(FOLDER, tmp_path / "node_modules" / "page")
    package = tmp_path / "node_modules" / "page" / "package.json"
    package.write_text(json.dumps({"name": "page", "type": "module"}), encoding="utf-8")
    files = [shutil.copy(path, tmp_path) for path in sorted(TESTS.glob("*.test.mjs"))]
    assert len(files) == 2
    done = subprocess.run([node, "--test", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_of_the_page_is_inline_or_from_elsewhere() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.*")}
    assert {path.suffix for path in texts} == set(TYPES)
    index = texts[FOLDER / "index.html"]
    assert "style=" not in index and "<style" not in index and " on" not in index.lower()
    for path, text in texts.items():
        own = text.replace("http://www.w3.org/2000/svg", "")
        assert "http" not in own, path
        for unsafe in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert unsafe not in text, path
