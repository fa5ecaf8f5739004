"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.scheduling import ByGroup, rank_of
from tests.twin_process import Twin

ROOT = Path(__file__).resolve().parent.parent
RUNNING = pytest.StashKey[Twin]()


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
    """Put the tests in an order in which none is in another's way."""
    items.sort(key=lambda one: rank_of(one.path.relative_to(ROOT).as_posix(), fixtures_of(one)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup:  # noqa: ANN401
    """Have several workers (`make test`) not be in each other's way."""
    return ByGroup(config, log)


def fixtures_of(item: pytest.Item | None) -> list[str]:
    """Return the names of the fixtures of a test, or of none."""
    return getattr(item, "fixturenames", [])


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Twin:
    """Start the demo site's twin from nothing, once for all tests."""
    twin = Twin(tmp_path_factory.mktemp("twin") / "state")
    request.config.stash[RUNNING] = twin
    twin.start()
    return twin


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Stop the twin after the last of its tests: while it runs it uses the machine."""
    twin = item.config.stash.get(RUNNING, None)
    if twin is None or "twin" in fixtures_of(nextitem) or not twin.is_running:
        return
    assert twin.stop() == []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no twin behind where the tests were broken off."""
    twin = session.config.stash.get(RUNNING, None)
    if twin is not None and twin.is_running:
        twin.stop()
