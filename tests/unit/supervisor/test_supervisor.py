"""What is done and refused before the first process is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.definition import DefinitionError
from twin_local.engine.store import Store
from twin_local.server.persistence.errors import StateDamagedError
from twin_local.supervisor.checkpoint import Checkpoint
from twin_local.supervisor.children import MARK
from twin_local.supervisor.layout import Layout
from twin_local.supervisor.supervisor import Supervisor


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the mark that the supervisor sets to this test."""
    monkeypatch.setenv(MARK, "")


def store_of(layout: Layout) -> Path:
    """Make the engine's store with one stack in it, and return its file."""
    layout.state.mkdir(exist_ok=True)
    store = Store(layout.state / "deployments.sqlite")
    store.set_status("one", "CREATE_COMPLETE")
    store.close()
    return layout.state / "deployments.sqlite"


def stacks(layout: Layout) -> dict[str, str]:
    store = Store(layout.state / "deployments.sqlite")
    try:
        return store.stacks()
    finally:
        store.close()


def test_a_first_start_needs_nothing_and_writes_its_site(layout: Layout) -> None:
    local = Supervisor(layout, print)._prepare(fresh=False)
    assert local.file.is_file()
    assert not Checkpoint(layout.state).exists


def test_a_start_after_a_killed_deployment_goes_back_and_says_so(layout: Layout) -> None:
    path = store_of(layout)
    Checkpoint(layout.state).take()
    store = Store(path)
    store.set_status("two", "CREATE_IN_PROGRESS")
    store.close()
    told: list[str] = []
    Supervisor(layout, told.append)._prepare(fresh=False)
    assert told == ["a deployment was interrupted: going back to the state before it"]
    assert stacks(layout) == {"one": "CREATE_COMPLETE"}


def test_a_fresh_start_goes_back_to_nothing(layout: Layout) -> None:
    store_of(layout)
    Checkpoint(layout.state).take()
    told: list[str] = []
    Supervisor(layout, told.append)._prepare(fresh=True)
    assert told == []
    assert stacks(layout) == {}


def test_a_fresh_start_is_the_way_out_of_a_damaged_store(layout: Layout) -> None:
    store_of(layout).write_bytes(b"nonsense" * 1000)
    with pytest.raises(StateDamagedError, match=r"deployments.sqlite.*--fresh"):
        Supervisor(layout, print)._prepare(fresh=False)
    Supervisor(layout, print)._prepare(fresh=True)


def test_a_wrong_site_file_is_refused_before_the_state_is_touched(layout: Layout) -> None:
    layout.site_file.write_text("name: 1\n", encoding="utf-8")
    with pytest.raises(DefinitionError):
        Supervisor(layout, print)._prepare(fresh=True)
    assert not layout.state.exists()
