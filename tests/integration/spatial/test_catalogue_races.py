"""Two changes at the same moment: one wins, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import Write
from tests.integration.spatial.catalogue import ASSETS, FILES, VERSIONS, Catalogue, items
from tests.integration.spatial.plane import STEP, Reply, SpatialPlane

OTHER = STEP.replace(b"HEADER", b"HEADER ")


@pytest.fixture
def catalogue(plane: SpatialPlane) -> Catalogue:
    return Catalogue(plane)


def between(monkeypatch: pytest.MonkeyPatch, competitor: Callable[[], object]) -> None:
    """Let a competitor run after the next change has read, and before it writes."""
    transact = CatalogueStore.transact

    def once(store: CatalogueStore, writes: Sequence[Write]) -> None:
        monkeypatch.setattr(CatalogueStore, "transact", transact)
        competitor()
        transact(store, writes)

    monkeypatch.setattr(CatalogueStore, "transact", once)


def entries(asset_key: str) -> int:
    return sum(item["pk"]["S"] == f"history#asset:site/{asset_key}" for item in items())


def test_of_two_changes_to_one_revision_exactly_one_wins(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, won = catalogue.create("pump"), list[Reply]()
    between(monkeypatch, lambda: won.append(catalogue.change("pump", known, title="B")))
    lost = catalogue.change("pump", known, title="C")

    assert (lost.status, lost.body["code"]) == (412, "REVISION_MISMATCH")
    assert won[0].status == 200
    assert catalogue.get("pump").body["title"] == "B"
    assert entries("pump") == 2


def test_of_two_assets_with_one_key_exactly_one_is_made(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    won = list[Reply]()
    between(monkeypatch, lambda: won.append(catalogue.create("pump", title="B")))
    lost = catalogue.create("pump", title="C")

    assert (lost.status, won[0].status) == (409, 201)
    assert [row["title"] for row in catalogue.all(ASSETS, "assets")] == ["B"]


def test_two_files_published_at_once_are_both_there_and_in_the_newest_version(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    between(monkeypatch, lambda: catalogue.publish_version("pump", "b.step", OTHER))
    catalogue.publish_version("pump", "a.step")

    assert [file["path"] for file in catalogue.all(FILES, "files", "pump")] == ["a.step", "b.step"]
    counts = [version["file_count"] for version in catalogue.all(VERSIONS, "versions", "pump")]
    assert counts == [2, 1]


def test_two_versions_of_one_file_published_at_once_are_both_kept(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.publish_version("pump", "a.step")
    between(monkeypatch, lambda: catalogue.publish_version("pump", "a.step", STEP + b"\n"))
    catalogue.publish_version("pump", "a.step", OTHER)

    numbers = [version["number"] for version in catalogue.all(VERSIONS, "versions", "pump")]
    assert numbers == [3, 2, 1]
    assert catalogue.all(FILES, "files", "pump")[0]["number"] == 3


def test_a_file_published_while_a_version_is_made_is_not_half_in_it(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.publish("pump", "a.step")
    between(monkeypatch, lambda: catalogue.publish("pump", "b.step", OTHER))
    kept = catalogue.keep("pump")

    assert (kept.status, kept.body["file_count"]) == (201, 2)


def test_a_file_published_while_its_asset_is_deleted_is_refused(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.publish_version("pump", "a.step")
    between(monkeypatch, lambda: catalogue.delete("pump"))
    refused = catalogue.publish_version("pump", "a.step", OTHER)

    assert (refused["decision"], refused["error"]["code"]) == ("reject", "ASSET_DELETED")


def test_an_asset_made_while_its_database_is_deleted_is_not_lost_in_it(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    plane.role = "admin"
    catalogue, gone = Catalogue(plane, "north"), list[Reply]()
    made = catalogue.database()

    def delete() -> None:
        resource, path = "/databases/{database_id}", {"database_id": "north"}
        gone.append(plane.ask("DELETE", resource, path=path, headers=made.etag))

    between(monkeypatch, delete)
    refused = catalogue.create("pump")

    assert (gone[0].status, refused.status) == (200, 409)
    assert not [item for item in items() if item["pk"]["S"].startswith("asset#")]
