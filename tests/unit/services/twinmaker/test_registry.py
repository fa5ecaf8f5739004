"""What is kept is there again after a restart, and a change that was cut off ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from twin_local.services.documents import Documents
from twin_local.services.iottwinmaker.registry import Registry, state
from twin_local.services.settings import configure


@pytest.fixture
def now() -> Iterator[list[float]]:
    now = [100.0]
    configure(state_folder=None, now=lambda: now[0], transition_seconds=5.0)
    yield now
    configure(state_folder=None)


def registry(folder: Path) -> Registry:
    return Registry(Documents(folder / "t.sqlite"), account="1", region="r")


def test_a_resource_and_its_change_survive(tmp_path: Path, now: list[float]) -> None:
    first = registry(tmp_path)
    body = {"workspaceId": "w", "entityId": "e"}
    first.create("entity", "w", "e", body)
    first.put("sync resource", "w", "r", {"workspaceId": "w", "resourceId": "r"})
    again = registry(tmp_path)
    assert state(again.find("entity", "w", "e")) == "CREATING"
    assert again.count("sync resource", "w") == 1
    now[0] += 5
    again.settle()
    assert state(again.find("entity", "w", "e")) == "ACTIVE"
    again.remove("entity", "w", "e")
    last = registry(tmp_path)
    now[0] += 5
    last.settle()
    assert last.get("entity", "w", "e") is None
    assert registry(tmp_path).get("entity", "w", "e") is None


def test_every_change_is_counted(tmp_path: Path, now: list[float]) -> None:
    one = registry(tmp_path)
    before = one.revision("w")
    one.put("entity", "w", "e", {"workspaceId": "w", "entityId": "e"})
    one.forget("entity", "w", "e")
    assert one.revision("w") == before + 2
