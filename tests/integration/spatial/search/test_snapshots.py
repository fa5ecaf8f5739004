"""Snapshots of the index: made, followed, lost, broken and made by two at once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from search_runtime.pointer import Snapshot
from spatial_index import indexer
from tests.integration.spatial.catalogue import objects
from tests.integration.spatial.plane import STEP
from tests.integration.spatial.search.searching import Searching
from twin.catalogue.search.errors import SnapshotConflict, SnapshotTooLarge
from twin_runtime import clients

QUERIES: list[dict[str, Any]] = [
    {"q": "pump"},
    {"tag": "wet", "state": "any"},
    {"path_prefix": "models/"},
    {"where": "power > 3", "order": "title"},
]


@pytest.fixture
def filled(searching: Searching) -> Searching:
    """Return the search of five pumps, of which one has a file and one is deleted."""
    for number in range(5):
        searching.catalogue.create(
            f"pump-{number}", title=f"Pump {number}", tags=["wet"], metadata={"power": number}
        )
    searching.catalogue.publish("pump-1", "models/pump.step", STEP)
    searching.catalogue.delete("pump-2")
    return searching


def answers(searching: Searching) -> list[list[str]]:
    return [searching.keys(**query) for query in QUERIES]


def snapshots() -> list[str]:
    return [key for key in objects() if key.startswith("search/")]


def test_new_process_goes_on_from_the_snapshot(
    filled: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(filled)
    report = filled.run_indexer()
    assert (report["state"], report["assets"]) == ("walked", 5)
    filled.new_process()
    with monkeypatch.context() as patch:
        # The history is not needed any more: only what follows the snapshot is read.
        patch.setattr("spatial_search.index.OVERLAP_SECONDS", -1e9)
        assert answers(filled) == expected
    filled.new_process()
    filled.catalogue.create("pump-9", title="Pump 9")
    assert "pump-9" in filled.keys(q="pump")


def test_index_from_the_feed_and_one_from_a_walk_answer_alike(filled: Searching) -> None:
    by_feed = answers(filled)
    filled.run_indexer()
    filled.catalogue.create("pump-7", title="Pump 7", tags=["wet"], metadata={"power": 7})
    assert filled.run_indexer()["state"] == "followed"
    filled.new_process()
    followed = answers(filled)
    assert filled.run_indexer(rebuild=True)["state"] == "walked"
    filled.new_process()
    assert answers(filled) == followed
    assert followed != by_feed


def test_indexer_does_nothing_when_nothing_changed(
    filled: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "OVERLAP_SECONDS", 0.0)
    first = filled.run_indexer()
    assert filled.run_indexer() == {**first, "state": "unchanged"}
    assert snapshots() == [first["key"]]
    filled.catalogue.create("pump-9")
    assert filled.run_indexer()["state"] == "followed"


def test_snapshot_is_renewed_before_it_expires(
    filled: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "OVERLAP_SECONDS", 0.0)
    filled.run_indexer()
    monkeypatch.setattr(indexer, "RENEW_SECONDS", 0.0)
    assert filled.run_indexer()["state"] == "followed"
    assert len(snapshots()) == 2


@pytest.mark.parametrize("damage", ["missing", "broken", "torn", "foreign"])
def test_search_and_indexer_do_without_a_snapshot_that_is_no_use(
    filled: Searching, damage: str
) -> None:
    expected = answers(filled)
    key = filled.run_indexer()["key"]
    content = clients.s3().get_object(Bucket="assets", Key=key)["Body"].read()
    if damage == "missing":
        clients.s3().delete_object(Bucket="assets", Key=key)
    else:
        bodies = {"broken": b"x" * len(content), "torn": content[:-9], "foreign": b""}
        clients.s3().put_object(Bucket="assets", Key=key, Body=bodies[damage])
    filled.new_process()
    assert answers(filled) == expected
    assert filled.run_indexer()["state"] == "walked"
    filled.new_process()
    assert answers(filled) == expected


def test_only_one_of_two_indexers_moves_the_pointer(
    filled: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.run_indexer()
    old = filled.pointer

    def stale(_store: object) -> Snapshot:
        return old

    winner = filled.run_indexer(rebuild=True)["key"]
    monkeypatch.setattr(indexer, "read_pointer", stale)
    with pytest.raises(SnapshotConflict):
        filled.run_indexer(rebuild=True)
    assert filled.pointer.key == winner


def test_indexer_that_dies_before_the_pointer_moves_changes_nothing(
    filled: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.run_indexer()
    before = filled.pointer

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(indexer, "move_pointer", killed)
        with pytest.raises(KeyboardInterrupt):
            filled.run_indexer(rebuild=True)
    assert filled.pointer == before
    filled.new_process()
    assert len(filled.keys(q="pump")) == 4
    assert filled.run_indexer()["state"] == "followed"


class Usage(NamedTuple):
    total: int = 0
    used: int = 0
    free: int = 1_000


def test_index_without_a_place_is_a_typed_error(
    filled: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.run_indexer()
    filled.new_process()

    def full(_folder: Path) -> Usage:
        return Usage()

    monkeypatch.setattr(shutil, "disk_usage", full)
    assert filled.code(q="pump") == "SEARCH_SNAPSHOT_TOO_LARGE"
    with pytest.raises(SnapshotTooLarge):
        filled.run_indexer(rebuild=True)


def test_running_process_takes_an_index_that_was_made_from_nothing(
    filled: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spatial_search.index.LOOK_SECONDS", 0.0)
    expected = answers(filled)
    # A row that the feed never told of: only a walk finds it.
    filled.store.client.delete_item(
        TableName="catalog", Key={"pk": {"S": "asset#site/pump-3"}, "sk": {"S": "asset"}}
    )
    assert answers(filled) == expected
    filled.run_indexer(rebuild=True)
    assert "pump-3" not in filled.keys(q="pump")
