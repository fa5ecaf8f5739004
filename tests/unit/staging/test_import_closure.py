"""A package is staged with what it imports at run time, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin_constructs.import_closure import import_closure


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / f"{name.replace('__in', '/__in').replace('.', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def closure(package: str, *roots: Path) -> set[str]:
    return {str(file.target) for file in import_closure(package, roots)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(
        tmp_path,
        **{
            "route.__init__": "",
            "route.handler": "from shared.tables import Table\nfrom . import alarms\n",
            "route.alarms": "import json\n",
            "shared.__init__": "",
            "shared.tables": "from shared import keys\n",
            "shared.keys": "",
            "shared.unused": "",
            "other.__init__": "",
            "other.handler": "",
        },
    )
    return tmp_path


def test_a_package_brings_its_own_modules_and_those_it_imports(root: Path) -> None:
    assert closure("route", root) == {
        "route/__init__.py",
        "route/handler.py",
        "route/alarms.py",
        "shared/__init__.py",
        "shared/tables.py",
        "shared/keys.py",
    }


def test_data_files_of_the_package_come_along_and_byte_code_does_not(root: Path) -> None:
    (root / "route" / "schema.json").write_text("{}")
    (root / "route" / "__pycache__").mkdir()
    (root / "route" / "__pycache__" / "handler.cpython-311.pyc").write_bytes(b"")
    found = closure("route", root)
    assert "route/schema.json" in found
    assert not [name for name in found if "__pycache__" in name]


def test_imports_for_type_checkers_only_are_left_out(root: Path) -> None:
    write(
        root,
        **{
            "route.handler": "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    from shared import unused\n"
        },
    )
    assert "shared/unused.py" not in closure("route", root)


def test_imports_within_functions_count(root: Path) -> None:
    write(root, **{"route.handler": "def handler():\n    from shared import unused\n"})
    assert "shared/unused.py" in closure("route", root)


def test_a_package_that_discovers_its_modules_brings_them_all(root: Path) -> None:
    write(
        root,
        **{
            "shared.__init__": "import pkgutil\n"
            "names = [one.name for one in pkgutil.iter_modules(__path__)]\n"
        },
    )
    assert "shared/unused.py" in closure("route", root)


def test_an_earlier_root_hides_a_later_one(root: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    write(second, **{"extra.__init__": "", "extra.things": ""})
    write(root, **{"route.handler": "from extra import things\n"})
    assert {"extra/__init__.py", "extra/things.py"} <= closure("route", root, second)


def test_a_package_that_is_nowhere_names_where_it_was_looked_for(root: Path) -> None:
    with pytest.raises(FileNotFoundError, match=f"no package absent in {root}"):
        import_closure("absent", (root,))
