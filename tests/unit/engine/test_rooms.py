"""A service is added to the engine by adding its file."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from twin_local.engine import types
from twin_local.engine.rooms import modules_with
from twin_local.engine.table import TABLE


def test_a_file_is_found_by_its_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "room_of_a_test"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "helper.py").write_text("OTHER = 1\n", encoding="utf-8")
    for name in ("second", "first"):
        (folder / f"{name}.py").write_text(f"ENTRIES = {{{name!r}: 1}}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    package = importlib.import_module(folder.name)
    found = [module.ENTRIES for module in modules_with(package, "ENTRIES")]
    assert found == [{"first": 1}, {"second": 1}]
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        del sys.modules[name]


def test_every_type_has_one_row() -> None:
    rows = [name for module in modules_with(types, "ENTRIES") for name in module.ENTRIES]
    assert sorted(rows) == sorted(TABLE)
