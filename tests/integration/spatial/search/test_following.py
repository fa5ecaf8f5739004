"""The feed of changes: late, repeated, too long, and of assets that come back."""

from __future__ import annotations

import time

import pytest

from catalogue_runtime.store import history_entry
from search_runtime import feed
from search_runtime.follower import PURGED
from tests.integration.spatial.plane import STEP
from tests.integration.spatial.search.searching import Searching
from twin.catalogue.history import SYSTEM, entry


def test_change_that_came_late_is_found(searching: Searching) -> None:
    searching.catalogue.create("late", title="Late pump")
    searching.store.client.delete_item(
        TableName="catalog", Key=_only_change_of(searching, "asset:site/late")
    )
    searching.catalogue.create("early", title="Early pump")
    assert searching.keys(q="pump") == ["early"]
    late = entry("asset:site/late", "createAsset", author=SYSTEM, at=time.time() - 30)
    searching.store.transact([history_entry(late)])
    assert sorted(searching.keys(q="pump")) == ["early", "late"]


def test_writer_whose_clock_is_ahead_hides_nobody(searching: Searching) -> None:
    searching.catalogue.create("first", title="First pump")
    ahead = entry("asset:site/first", "updateAsset", author=SYSTEM, at=time.time() + 86_400)
    searching.store.transact([history_entry(ahead)])
    assert searching.keys(q="pump") == ["first"]
    searching.catalogue.create("second", title="Second pump")
    assert sorted(searching.keys(q="pump")) == ["first", "second"]


def test_change_is_applied_once(searching: Searching, monkeypatch: pytest.MonkeyPatch) -> None:
    searching.catalogue.create("pump")
    assert searching.keys(q="pump") == ["pump"]

    def read(*_: object) -> object:
        raise AssertionError("nothing changed: no asset is read")

    monkeypatch.setattr("search_runtime.follower.find_assets", read)
    assert searching.keys(q="pump") == ["pump"]


def test_search_that_is_behind_says_so_and_goes_on(
    searching: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        searching.catalogue.create(f"pump-{number}", title="Pump")
    monkeypatch.setattr("spatial_search.index.LONGEST_SECONDS", -1.0)
    question = feed._question

    def in_small_pages(*arguments: object) -> object:
        return {**question(*arguments), "Limit": 1}  # type: ignore[arg-type]

    monkeypatch.setattr(feed, "_question", in_small_pages)
    codes = [searching.ask(q="pump").body.get("code") for _ in range(3)]
    assert codes == ["SEARCH_BEHIND", "SEARCH_BEHIND", None]
    assert len(searching.keys(q="pump")) == 3


def test_asset_that_comes_back_under_its_key_has_no_files_of_the_old_one(
    searching: Searching,
) -> None:
    searching.plane.role = "admin"
    searching.catalogue.create("pump")
    searching.catalogue.publish("pump", "old/pump.step", STEP)
    assert searching.keys(path_prefix="old/") == ["pump"]
    gone = entry("asset:site/pump", PURGED, author=SYSTEM, at=time.time())
    searching.store.transact([history_entry(gone)])
    assert searching.keys(path_prefix="old/") == []
    assert searching.keys(q="pump") == ["pump"]


def _only_change_of(searching: Searching, subject: str) -> dict[str, dict[str, str]]:
    (item,) = searching.store.client.query(
        TableName="catalog",
        KeyConditionExpression="pk = :subject",
        ExpressionAttributeValues={":subject": {"S": f"history#{subject}"}},
    )["Items"]
    return {name: {"S": item[name]["S"]} for name in ("pk", "sk")}
