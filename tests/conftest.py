"""Fixtures every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.twin_process import Twin

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ROOT / "tests" / "integration" / "services"
WITH_THE_TWIN = ("local", "plan", "package", "benchmarks")
"""Integration tests that start processes of their own, as those of the running twin do."""


@pytest.fixture(scope="session")
def repository_root() -> Path:
    """Return the root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of real sample files, or skip where the machine has none."""
    folder = Path(os.environ.get("TWIN_SAMPLES", ROOT.parent / "shared" / "samples"))
    if not folder.is_dir():
        pytest.skip(f"no sample files at {folder}; set TWIN_SAMPLES to a folder that has them")
    return folder


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in an order, and in groups, in which none is in another's way.

    The services' tests use moto as it is, in this process, and others replace parts of it for the
    rest of the process. A running twin takes a while to start and much of the machine: it is last.
    With several workers (`make test`) each group is one worker's.
    """
    items.sort(key=_place)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    """Return the group of a test: unit tests by file, and two halves of about the same length."""
    area, *rest = item.path.relative_to(ROOT / "tests").parts
    if area == "unit":
        return str(Path(*rest))
    alone = area == "integration" and rest[0] not in WITH_THE_TWIN
    return "in-process" if alone else "twin"


def _place(item: pytest.Item) -> int:
    if "twin" in getattr(item, "fixturenames", ()):
        return 2
    return 0 if SERVICES in item.path.parents else 1


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twin]:
    """Start the demo site's twin from nothing, once for all tests; stop it at the end."""
    twin = Twin(tmp_path_factory.mktemp("twin") / "state")
    try:
        twin.start()
        yield twin
    finally:
        if twin.process and twin.process.poll() is None:
            assert twin.stop() == []
