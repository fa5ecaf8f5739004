"""Fixtures every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.twin_process import Twin

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ROOT / "tests" / "integration" / "services"
WITH_THE_TWIN = ("local", "plan", "package", "benchmarks")
"""Integration tests that start processes of their own, as those of the running twin do."""

OF_JOBS = ("convert_", "simulate", "validation")
"""Integration tests of one image each, in an environment of its own: in nobody's way."""


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in an order in which none is in another's way.

    The services' tests use moto as it is, in this process, and others replace parts of it for the
    rest of the process. A running twin takes a while to start and much of the machine: it is last.
    """
    items.sort(key=_place)


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each group of tests to one worker.

    Two large groups keep one worker each busy for most of the time; unit tests by file, those of an
    image by folder, and those of the templates go to whichever is free.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        _, area, *rest = file.split("/")
        if area == "unit":
            return file
        if area == "infrastructure":
            return area
        if area == "integration" and rest[0].startswith(OF_JOBS):
            return rest[0]
        alone = area == "integration" and rest[0] not in WITH_THE_TWIN
        return "in-process" if alone else "twin"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup:  # noqa: ANN401
    """Have several workers (`make test`) not be in each other's way."""
    return ByGroup(config, log)


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
