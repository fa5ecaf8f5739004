"""Versions and the lists of their files."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from twin.catalogue.asset_fields import changed_asset, empty_asset, valid_box
from twin.catalogue.errors import CatalogueInvalid, FilesMissing
from twin.catalogue.history import field_changes
from twin.catalogue.identity import AssetId
from twin.catalogue.records import asset_of, to_record, version_of_record
from twin.catalogue.version import FileEntry, FileList, version_of

PUMP = empty_asset(AssetId("site", "pump"), "Pump", by="ana", now=1.0)


def entry(path: str, number: int = 1) -> FileEntry:
    return FileEntry(path, number, 10, "ab" * 32)


def test_the_same_files_in_any_order_are_the_same_list() -> None:
    files = [entry("b"), entry("a", 2), entry("水")]
    one, other = FileList.of(files), FileList.of(reversed(files))

    assert one.content == other.content
    digest = hashlib.sha256(one.content).hexdigest()
    assert FileList.parse(one.content, sha256=digest) == one


def test_a_damaged_list_is_refused() -> None:
    files = FileList.of([entry("a")])
    with pytest.raises(FilesMissing):
        FileList.parse(files.content + b" ", sha256=hashlib.sha256(files.content).hexdigest())


def test_a_file_replaces_the_one_at_its_path() -> None:
    files = FileList.of([entry("a"), entry("b")]).with_file(entry("a", 2))

    assert files.entries == (entry("a", 2), entry("b"))


def test_a_hundred_thousand_files_are_one_list() -> None:
    files = FileList.of(entry(f"folder/{number:06d}.step") for number in range(100_000))
    version = version_of(PUMP, files, comment="", created_at=2.0, created_by="Ana")

    assert (version.file_count, version.size_bytes) == (100_000, 1_000_000)
    assert FileList.parse(files.content, sha256=version.files_sha256).entries[-1].path == (
        "folder/099999.step"
    )


def test_a_version_says_the_same_where_only_the_comment_differs() -> None:
    files = FileList.of([entry("a")])
    first = version_of(PUMP, files, comment="one", created_at=2.0, created_by="Ana")
    second = version_of(
        replace(PUMP, version=1), files, comment="two", created_at=3.0, created_by="Ben"
    )

    assert (second.number, second.is_same_as(first)) == (2, True)
    retitled = version_of(
        replace(PUMP, title="B"), files, comment="", created_at=2.0, created_by="Ana"
    )
    assert not retitled.is_same_as(first)
    assert version_of_record(to_record(first)) == first


def test_an_asset_survives_its_record() -> None:
    box = {"frame": "wgs84", "minimum": [8, 50, 0], "maximum": [9, 51, 10]}
    body = {"tags": ["b", "a"], "metadata": {"power": 5.5}, "box": box, "asset_type": "pump"}
    asset = changed_asset(PUMP, body)

    assert asset_of(to_record(asset)) == asset
    assert changed_asset(asset, {"box": None, "asset_type": ""}).box is None


def test_the_history_names_only_what_a_caller_changed() -> None:
    after = replace(PUMP, title="B", tags=("x",), revision=2, updated_at=9.0, updated_by="ben")
    changes = {change.field: change for change in field_changes(to_record(PUMP), to_record(after))}

    assert sorted(changes) == ["tags", "title"]
    assert (changes["title"].before, changes["title"].after) == ("Pump", "B")


@pytest.mark.parametrize(
    "box",
    [
        5,
        {},
        {"frame": "moon", "minimum": [0, 0, 0], "maximum": [1, 1, 1]},
        {"frame": "site", "minimum": [0, 0], "maximum": [1, 1, 1]},
        {"frame": "site", "minimum": [0, 0, True], "maximum": [1, 1, 1]},
        {"frame": "site", "minimum": [0, 0, float("nan")], "maximum": [1, 1, 1]},
        {"frame": "site", "minimum": [0, 0, 0], "maximum": [1, 1, 1e10]},
        {"frame": "wgs84", "minimum": [-181, 0, 0], "maximum": [1, 1, 1]},
    ],
)
def test_what_is_no_box_is_refused(box: object) -> None:
    with pytest.raises(CatalogueInvalid):
        valid_box(box)
