"""Databases and assets: made, changed by revision, deleted, restored."""

from __future__ import annotations

import pytest

from tests.integration.spatial.catalogue import ASSET, ASSETS, DATABASE, Catalogue, items
from tests.integration.spatial.plane import SpatialPlane


@pytest.fixture
def north(plane: SpatialPlane) -> Catalogue:
    plane.role = "admin"
    catalogue = Catalogue(plane, "north")
    assert catalogue.database(tags=["b", "a"]).status == 201
    return catalogue


def test_the_sites_own_database_is_there_from_the_beginning(plane: SpatialPlane) -> None:
    reply = plane.ask("GET", DATABASE, path={"database_id": "site"})

    assert (reply.status, reply.headers["etag"]) == (200, '"1"')
    assert plane.ask("GET", "/databases").body["databases"] == [reply.body]


def test_the_sites_own_database_is_changed_and_stays(plane: SpatialPlane) -> None:
    plane.role = "admin"
    path = {"database_id": "site"}
    known = plane.ask("GET", DATABASE, path=path)
    changed = plane.ask("PATCH", DATABASE, {"title": "Works"}, path, headers=known.etag)
    assert (changed.status, changed.body["title"]) == (200, "Works")

    refused = plane.ask("DELETE", DATABASE, path=path, headers=changed.etag)
    assert (refused.status, refused.body["code"]) == (409, "DATABASE_PROTECTED")
    assert len(plane.ask("GET", "/databases").body["databases"]) == 1


def test_databases_are_listed_page_by_page_the_sites_own_first(plane: SpatialPlane) -> None:
    plane.role = "admin"
    for name in ("one", "two", "three"):
        assert Catalogue(plane, name).database().status == 201
    for size in ("1", "2", "3", "4"):
        found: list[str] = []
        token: dict[str, list[str]] = {}
        while True:
            body = plane.ask("GET", "/databases", query={"limit": [size], **token}).body
            assert len(body["databases"]) <= int(size)
            found += [row["database_id"] for row in body["databases"]]
            if body["next_token"] is None:
                break
            token = {"next_token": [body["next_token"]]}
        assert found == ["site", "three", "two", "one"]


def test_a_database_that_is_there_is_not_made_again(north: Catalogue) -> None:
    again = north.database()

    assert (again.status, again.body["code"]) == (409, "DATABASE_EXISTS")


def test_only_an_empty_database_is_deleted(north: Catalogue) -> None:
    assert north.create("pump-1").status == 201
    path = {"database_id": "north"}
    known = north.plane.ask("GET", DATABASE, path=path)
    refused = north.plane.ask("DELETE", DATABASE, path=path, headers=known.etag)
    assert (refused.status, refused.body["code"]) == (409, "DATABASE_NOT_EMPTY")

    empty = Catalogue(north.plane, "empty")
    made = empty.database()
    path = {"database_id": "empty"}
    assert north.plane.ask("DELETE", DATABASE, path=path, headers=made.etag).status == 200
    gone = north.plane.ask("GET", DATABASE, path=path)
    assert (gone.status, gone.body["code"]) == (404, "DATABASE_UNKNOWN")
    assert empty.create("pump-1").body["code"] == "DATABASE_UNKNOWN"


def test_an_asset_is_what_was_announced(north: Catalogue) -> None:
    box = {"frame": "site", "minimum": [0.0, 0.0, 0.0], "maximum": [1.0, 2.0, 3.0]}
    fields = {
        "title": 'Pump "Ä" \\ 水泵',
        "description": "Line one\nline two",
        "asset_type": "pump",
        "tags": ["südlich", "a'b", "*"],
        "metadata": {"power": {"value": 5.5, "unit": "kW"}, "spare": True},
        "box": box,
    }
    made = north.create("pump-1", **fields)

    assert made.status == 201, made.body
    assert made.body["tags"] == ["*", "a'b", "südlich"]
    assert {**made.body, "tags": fields["tags"]}.items() >= fields.items()
    assert north.get("pump-1").body == made.body
    assert (made.body["revision"], made.headers["etag"], made.body["version"]) == (1, '"1"', 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "two\nlines"},
        {"title": "\ud800"},
        {"tags": "one"},
        {"tags": [str(number) for number in range(41)]},
        {"metadata": []},
        {"box": {"frame": "site", "minimum": [1, 0, 0], "maximum": [0, 0, 0]}},
        {"box": {"frame": "wgs84", "minimum": [0, 91, 0], "maximum": [0, 92, 0]}},
        {"asset_key": "With Space"},
        {"description": "x" * 4001},
    ],
)
def test_fields_that_are_not_valid_are_refused(
    plane: SpatialPlane, fields: dict[str, object]
) -> None:
    refused = Catalogue(plane).create(**{"asset_key": "pump-1", **fields})  # type: ignore[arg-type]

    assert refused.status in (400, 422), refused.body
    assert not plane.assets()


def test_a_change_must_say_to_which_revision(plane: SpatialPlane) -> None:
    catalogue = Catalogue(plane)
    first = catalogue.create("pump-1")
    path = catalogue.path("pump-1")
    missing = plane.ask("PATCH", ASSET, {"title": "B"}, path)
    assert (missing.status, missing.body["code"]) == (428, "PRECONDITION_REQUIRED")

    second = catalogue.change("pump-1", first, title="B")
    assert (second.status, second.headers["etag"]) == (200, '"2"')
    late = catalogue.change("pump-1", first, title="C")
    assert (late.status, late.body["code"]) == (412, "REVISION_MISMATCH")
    assert catalogue.get("pump-1").body["title"] == "B"


def test_what_is_not_given_stays(plane: SpatialPlane) -> None:
    catalogue = Catalogue(plane)
    first = catalogue.create("pump-1", tags=["a"], metadata={"power": 5})
    second = catalogue.change("pump-1", first, description="new")

    assert second.body["tags"] == ["a"]
    assert (second.body["metadata"], second.body["description"]) == ({"power": 5}, "new")


def test_a_deleted_asset_is_gone_from_lists_and_can_be_restored(north: Catalogue) -> None:
    north.create("pump-1")
    deleted = north.delete("pump-1")
    days = (deleted.body["purge_after"] - deleted.body["deleted_at"]) / 86400
    assert (deleted.status, days) == (200, 30)
    assert not north.all(ASSETS, "assets")
    assert [row["asset_key"] for row in north.all(ASSETS, "assets", deleted="true")] == ["pump-1"]

    refused = north.change("pump-1", deleted, title="B")
    assert (refused.status, refused.body["code"]) == (410, "ASSET_DELETED")
    assert north.create("pump-1").body["code"] == "ASSET_EXISTS"

    restored = north.action("pump-1", "restore")
    assert (restored.status, restored.body["deleted_at"]) == (200, None)
    assert [row["asset_key"] for row in north.all(ASSETS, "assets")] == ["pump-1"]
    again = north.action("pump-1", "restore")
    assert (again.status, again.body["code"]) == (409, "ASSET_NOT_DELETED")


def test_assets_are_listed_page_by_page_newest_first(north: Catalogue) -> None:
    for number in range(7):
        assert north.create(f"pump-{number}").status == 201
    found = [row["asset_key"] for row in north.all(ASSETS, "assets", limit=3)]

    assert found == [f"pump-{number}" for number in reversed(range(7))]


def test_every_change_is_in_the_history(north: Catalogue) -> None:
    first = north.create("pump-1", metadata={"power": 5})
    north.change("pump-1", first, title="B", metadata={"power": 6})
    north.delete("pump-1")
    north.action("pump-1", "restore")

    entries = [item for item in items() if item["pk"]["S"] == "history#asset:north/pump-1"]
    records = [entry["record"]["S"] for entry in sorted(entries, key=lambda one: one["sk"]["S"])]
    actions = ("createAsset", "updateAsset", "deleteAsset", "restoreAsset")
    assert all(
        f'"action":"{action}"' in record for action, record in zip(actions, records, strict=True)
    )
    assert '{"field":"metadata","before":{"power":5},"after":{"power":6}}' in records[1]
    assert '{"field":"title","before":"A pump","after":"B"}' in records[1]
    assert {entry["gpk"]["S"] for entry in entries} == {"changes"}
    assert '"by":"ana"' in records[1]


def test_the_same_request_with_the_same_key_is_done_once(plane: SpatialPlane) -> None:
    path, body = {"database_id": "site"}, {"asset_key": "pump-1", "title": "A"}
    headers = {"Idempotency-Key": "4d8e"}
    first = plane.ask("POST", ASSETS, body, path, headers=headers)
    again = plane.ask("POST", ASSETS, body, path, headers=headers)
    assert (again.status, again.body, again.headers["etag"]) == (201, first.body, '"1"')

    other = plane.ask("POST", ASSETS, {**body, "title": "B"}, path, headers=headers)
    assert (other.status, other.body["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")

    plane.subject = "ben"
    taken = plane.ask("POST", ASSETS, body, path, headers=headers)
    assert (taken.status, taken.body["code"]) == (409, "ASSET_EXISTS")
