"""Assets removed for good: when they are due, wholly, and not what others share."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

import pytest

from catalogue_runtime.store import CatalogueStore
from spatial_purge.handler import handler as purge
from spatial_purge.sources import Sources
from tests.integration.spatial.catalogue import ASSET, FILES, Catalogue, items, objects
from tests.integration.spatial.plane import STEP, SpatialPlane
from twin_runtime import clients

OTHER = STEP.replace(b"HEADER", b"HEADER ")
DAY = 24 * 3600.0
SHA256 = hashlib.sha256(STEP).hexdigest()


@dataclass
class Invocation:
    """What Lambda says of a call."""

    seconds: float = 900.0

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


@pytest.fixture
def catalogue(plane: SpatialPlane) -> Catalogue:
    plane.role = "admin"
    return Catalogue(plane)


def pass_time(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """Let the clock of everything run ahead."""
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + days * DAY)


def left_of(asset_key: str) -> list[str]:
    """Return the keys that are left of an asset, but for its history."""
    return [
        item["pk"]["S"]
        for item in items()
        if asset_key in item["pk"]["S"] and not item["pk"]["S"].startswith("history#")
    ]


def due() -> dict[str, object]:
    return dict(purge({"due": True}, Invocation()))


def test_an_asset_goes_when_its_retention_is_over_and_not_before(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.publish_version("pump", "a.step")
    catalogue.publish_version("pump", "b.step", OTHER)
    catalogue.delete("pump")
    pass_time(monkeypatch, 29.9)
    assert due() == {"assets": 0, "files": 0, "removed_sources": 0, "unfinished": ""}
    assert catalogue.action("pump", "restore").status == 200
    catalogue.delete("pump")

    pass_time(monkeypatch, 30.1)
    assert due() == {"assets": 1, "files": 2, "removed_sources": 2, "unfinished": ""}
    gone = catalogue.get("pump")
    assert (gone.status, gone.body["code"]) == (404, "ASSET_UNKNOWN")
    assert not left_of("pump")
    assert not objects()
    assert due()["assets"] == 0


def test_bytes_that_another_asset_has_stay(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.publish_version("pump", "a.step")
    catalogue.publish_version("valve", "b.step")
    catalogue.delete("pump")
    pass_time(monkeypatch, 31)
    assert due()["removed_sources"] == 0
    assert f"sources/{SHA256}" in objects()

    catalogue.delete("valve")
    pass_time(monkeypatch, 31)
    assert due()["removed_sources"] == 1
    assert not objects()


def test_the_history_stays_with_a_last_entry(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.create("pump")
    catalogue.delete("pump")
    pass_time(monkeypatch, 31)
    due()
    entries = sorted(
        (item["sk"]["S"], item["record"]["S"])
        for item in items()
        if item["pk"]["S"] == "history#asset:site/pump"
    )

    assert len(entries) == 3
    assert '"action":"purgeAsset"' in entries[-1][1]
    assert '"by":"system"' in entries[-1][1]


def test_a_call_that_runs_out_of_time_is_gone_on_with(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.publish_version("pump", "a.step")
    catalogue.delete("pump")
    pass_time(monkeypatch, 31)
    report = purge({"due": True}, Invocation(seconds=60))
    assert (report["assets"], report["unfinished"]) == (0, "site/pump")
    assert catalogue.get("pump").status == 404
    assert catalogue.create("pump").body["code"] == "ASSET_EXISTS"

    (told,) = [event for event in catalogue.plane.events if event["type"] == "PurgeRequested"]
    detail = {name: told[name] for name in ("database_id", "asset_key")}
    again = purge({"detail-type": "PurgeRequested", "detail": detail}, Invocation())
    assert (again["assets"], again["removed_sources"]) == (1, 1)
    assert not left_of("pump")
    assert catalogue.create("pump").status == 201


def test_an_administrator_removes_a_deleted_asset_at_once(catalogue: Catalogue) -> None:
    catalogue.publish_version("pump", "a.step")
    refused = catalogue.action("pump", "purge")
    assert (refused.status, refused.body["code"]) == (409, "ASSET_NOT_DELETED")
    deleted = catalogue.delete("pump")
    assert catalogue.action("pump", "purge", deleted).status == 202
    assert catalogue.get("pump").status == 404

    detail = {"database_id": "site", "asset_key": "pump"}
    assert purge({"detail-type": "PurgeRequested", "detail": detail}, Invocation())["assets"] == 1
    assert not objects()


def test_a_request_to_remove_what_is_not_deleted_does_nothing(catalogue: Catalogue) -> None:
    catalogue.publish_version("pump", "a.step")
    event = {
        "detail-type": "PurgeRequested",
        "detail": {"database_id": "site", "asset_key": "pump"},
    }

    assert purge(event, Invocation())["assets"] == 0
    assert catalogue.get("pump").status == 200


def test_a_database_is_empty_when_its_last_asset_is_gone(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    plane.role = "admin"
    north = Catalogue(plane, "north")
    made = north.database(retention_days=0)
    north.create("pump")
    north.delete("pump")
    resource, path = "/databases/{database_id}", {"database_id": "north"}
    assert plane.ask("DELETE", resource, path=path, headers=made.etag).status == 409
    pass_time(monkeypatch, 0.1)
    due()
    assert plane.ask("DELETE", resource, path=path, headers=made.etag).status == 200


def test_bytes_removed_while_they_are_published_again_are_brought_again(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    plane = catalogue.plane
    upload_id = plane.uploaded(STEP, "a.step", asset_key="pump", path="a.step")
    outcome = plane.inspect(upload_id)
    plane.convert(outcome)
    transact, tries = CatalogueStore.transact, list[bool]()

    def removed_before(store: CatalogueStore, writes: object) -> None:
        if not tries:
            tries.append(Sources(store, clients.s3(), "assets").release(SHA256))
            plane.convert(outcome)
        transact(store, writes)  # type: ignore[arg-type]

    monkeypatch.setattr(CatalogueStore, "transact", removed_before)
    with pytest.raises(Exception, match="CATALOG_CONFLICT"):
        plane.publish(outcome)
    assert tries == [True]
    pass_time(monkeypatch, 0.01)  # the workflow tries again later
    assert plane.publish(outcome)["decision"] == "published"
    assert f"sources/{SHA256}" in objects()
    assert len(catalogue.all(FILES, "files", "pump")) == 1
    assert plane.ask("GET", ASSET, path=catalogue.path("pump")).status == 200
