"""Fixtures every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.twin_process import Twin

ROOT = Path(__file__).resolve().parent.parent


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
    """Put the tests of the running twin last: it takes a while to start and much of the machine."""
    items.sort(key=lambda item: "twin" in getattr(item, "fixturenames", ()))


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
