"""Metadata schemas: revisions, which of them counts, and what assets become of a change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.spatial.details.conftest import Catalogue, Json, Reply

Rival = Callable[[Callable[[], object]], None]
POWER: Json = {"type": "object", "title": "Pump", "required": ["power"]}
SPEED: Json = {"type": "object", "required": ["speed"]}


@pytest.fixture
def admin(catalogue: Catalogue) -> Catalogue:
    return catalogue.by("root", "admin")


def put(
    admin: Catalogue, schema: object, *, database: str = "plant", revision: int | None = None
) -> Reply:
    headers = {} if revision is None else {"If-Match": f'"{revision}"'}
    return admin.call(
        "putMetadataSchema",
        {"schema": schema},
        headers=headers,
        asset_type="pump",
        database_id=database,
    )


def test_a_schema_has_revisions(admin: Catalogue) -> None:
    made = put(admin, POWER)
    assert (made.status, made.headers["etag"]) == (200, '"1"')
    assert (made.body["schema"], made.body["changed_by"]) == (POWER, "root")
    assert put(admin, SPEED).code == "PRECONDITION_REQUIRED"
    assert put(admin, SPEED, revision=7).code == "REVISION_MISMATCH"
    assert put(admin, SPEED, revision=1).body["revision"] == 2
    newest = admin.call("getMetadataSchema", asset_type="pump")
    assert (newest.body["schema"], newest.headers["etag"]) == (SPEED, '"2"')
    first = admin.call("getMetadataSchema", asset_type="pump", query={"revision": 1})
    assert first.body["schema"] == POWER
    history = admin.call("getDatabaseHistory").body["changes"]
    assert history[0]["fields"] == [{"field": "schema", "before": POWER, "after": SPEED}]
    assert history[0]["details"] == {"asset_type": "pump", "revision": "2"}


def test_a_deleted_schema_can_be_made_again(admin: Catalogue) -> None:
    put(admin, POWER)
    gone = admin.call("deleteMetadataSchema", asset_type="pump", headers={"If-Match": '"1"'})
    assert (gone.status, gone.body["schema"]) == (200, POWER)
    assert admin.call("getMetadataSchema", asset_type="pump").code == "METADATA_SCHEMA_UNKNOWN"
    assert admin.call("listMetadataSchemas").body["schemas"] == []
    again = admin.call("deleteMetadataSchema", asset_type="pump", headers={"If-Match": '"2"'})
    assert again.code == "METADATA_SCHEMA_UNKNOWN"
    assert put(admin, SPEED).body["revision"] == 3


def test_the_schemas_of_a_database_are_listed(admin: Catalogue) -> None:
    put(admin, POWER)
    put(admin, SPEED, database="site")
    (row,) = admin.call("listMetadataSchemas").body["schemas"]
    assert (row["asset_type"], row["title"], row["revision"]) == ("pump", "Pump", 1)


def test_two_who_make_a_schema_at_once_do_not_overwrite_each_other(
    admin: Catalogue, interleaved: Rival
) -> None:
    interleaved(lambda: put(admin, POWER))
    assert put(admin, SPEED).code == "REVISION_MISMATCH"
    assert admin.call("getMetadataSchema", asset_type="pump").body["schema"] == POWER


def test_a_schema_that_cannot_be_checked_is_refused_with_all_findings(admin: Catalogue) -> None:
    refused = put(admin, {"type": "object", "requierd": [], "properties": {"a": {"$ref": "#"}}})
    assert (refused.status, refused.code) == (422, "METADATA_SCHEMA_INVALID")
    assert [one["pointer"] for one in refused.body["findings"]] == [
        "/requierd",
        "/properties/a/$ref",
    ]
    assert admin.call("getMetadataSchema", asset_type="pump").status == 404


def test_only_administrators_change_schemas(catalogue: Catalogue) -> None:
    assert put(catalogue, POWER).code == "ACCESS_DENIED"
    assert catalogue.call("getMetadataSchema", asset_type="pump").status == 404
    assert put(catalogue, POWER, database="nowhere").code == "DATABASE_UNKNOWN"


def test_assets_are_checked_when_they_are_made_and_changed(
    catalogue: Catalogue, admin: Catalogue
) -> None:
    put(admin, POWER)
    body = {"asset_key": "p-1", "title": "P", "asset_type": "pump", "metadata": {"speed": 1}}
    refused = catalogue.call("createAsset", body)
    assert (refused.status, refused.code) == (422, "METADATA_INVALID")
    (finding,) = refused.body["findings"]
    assert finding["pointer"] == ""
    assert finding["expected"] == "'power' is a required property"
    catalogue.made("p-1", asset_type="pump", metadata={"power": 1})
    changed = catalogue.call(
        "updateAsset", {"metadata": {}}, asset_key="p-1", headers={"If-Match": '"1"'}
    )
    assert changed.code == "METADATA_INVALID"
    catalogue.made("p-2", metadata={})
    typed = catalogue.call(
        "updateAsset", {"asset_type": "pump"}, asset_key="p-2", headers={"If-Match": '"1"'}
    )
    assert typed.code == "METADATA_INVALID"


def test_the_own_schema_counts_before_the_one_of_the_site(
    catalogue: Catalogue, admin: Catalogue
) -> None:
    catalogue.made("p-1", asset_type="pump", metadata={"power": 1})
    asked: Json = {"asset_key": "p-1"}
    assert catalogue.call("getAssetMetadata", **asked).body["schema"] is None
    put(admin, SPEED, database="site")
    state = catalogue.call("getAssetMetadata", **asked).body
    assert state["schema"] == {"database_id": "site", "revision": 1}
    assert (state["metadata_valid"], len(state["findings"])) == (False, 1)
    put(admin, POWER)
    state = catalogue.call("getAssetMetadata", **asked).body
    assert state["schema"] == {"database_id": "plant", "revision": 1}
    assert (state["metadata_valid"], state["findings"]) == (True, [])
    admin.call("deleteMetadataSchema", asset_type="pump", headers={"If-Match": '"1"'})
    state = catalogue.call("getAssetMetadata", **asked).body
    assert state["schema"] == {"database_id": "site", "revision": 1}


def test_a_changed_schema_changes_no_asset_but_the_next_version_must_be_valid(
    catalogue: Catalogue, admin: Catalogue
) -> None:
    catalogue.made("p-1", asset_type="pump", metadata={"power": 1})
    put(admin, SPEED)
    assert catalogue.call("getAsset", asset_key="p-1").body["metadata"] == {"power": 1}
    headers = {"If-Match": '"1"'}
    renamed = catalogue.call("updateAsset", {"title": "Q"}, asset_key="p-1", headers=headers)
    assert renamed.status == 200
    refused = catalogue.call("createVersion", {}, asset_key="p-1")
    assert refused.code == "METADATA_INVALID"
    headers = {"If-Match": renamed.headers["etag"]}
    fixed = catalogue.call(
        "updateAsset", {"metadata": {"speed": 2}}, asset_key="p-1", headers=headers
    )
    assert fixed.status == 200
    assert catalogue.call("createVersion", {}, asset_key="p-1").status == 201
