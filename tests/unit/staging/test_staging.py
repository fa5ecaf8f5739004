"""Equal code is staged as equal bytes under an equal name, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin_constructs import staging
from twin_constructs.staging import Extra, StagingError, stage_function, stage_image

SITE = Extra("site.json", b"{}")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(staging, "ROOT", tmp_path)
    monkeypatch.setattr(staging, "BUILD", tmp_path / ".build")
    for path, text in {
        "lambda/route/__init__.py": "",
        "lambda/route/handler.py": "from twin import units\n",
        "twin/__init__.py": "",
        "twin/units.py": "",
        "containers/solve/__init__.py": "",
        "containers/solve/__main__.py": "import container_runtime\n",
        "containers/solve/Dockerfile": "FROM scratch\n",
        "containers/solve/requirements.lock": "",
        "containers/solve/scripts/solve.mjs": "",
        "containers/container_runtime/__init__.py": "",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_function_is_staged_with_the_site_beside_it(repository: Path) -> None:
    folder = stage_function("route", extras=(SITE,))
    assert folder.is_relative_to(repository / ".build")
    assert set(content(folder)) == {
        "route/__init__.py",
        "route/handler.py",
        "twin/__init__.py",
        "twin/units.py",
        "site.json",
    }


def test_the_same_code_is_staged_once(repository: Path) -> None:
    first = stage_function("route", extras=(SITE,))
    before = first.stat().st_mtime_ns
    assert stage_function("route", extras=(SITE,)) == first
    assert first.stat().st_mtime_ns == before


def test_other_code_or_another_site_is_another_folder(repository: Path) -> None:
    first = stage_function("route", extras=(SITE,))
    other_site = stage_function("route", extras=(Extra("site.json", b'{"name": "b"}'),))
    (repository / "twin" / "units.py").write_text("METRE = 1\n")
    assert len({first, other_site, stage_function("route", extras=(SITE,))}) == 3


def test_no_draft_is_left_behind(repository: Path) -> None:
    stage_function("route", extras=(SITE,))
    assert [path.name for path in (repository / ".build" / "functions").glob(".*")] == []


def test_an_image_has_its_dockerfile_at_the_top_and_its_code_below(repository: Path) -> None:
    assert set(content(stage_image("solve"))) == {
        "Dockerfile",
        "requirements.lock",
        "solve/__init__.py",
        "solve/__main__.py",
        "solve/scripts/solve.mjs",
        "container_runtime/__init__.py",
    }


def test_missing_wheels_say_what_to_run(repository: Path) -> None:
    (repository / "lambda" / "route" / "requirements.lock").write_text("pyjwt==2.10.1\n")
    with pytest.raises(StagingError, match="run `make setup`"):
        stage_function("route", extras=(SITE,))
