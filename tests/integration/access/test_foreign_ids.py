"""Who has rights in database `alpha` gets nothing of `beta`, nor whether anything is there.

The cases are made from the route table: a new route that names a database, and takes a body that is
not here, fails; so does a new route without a database that `ELSEWHERE` does not name.
"""

from __future__ import annotations

import re

import pytest

from catalogue_runtime.conversions import conversion_writes
from catalogue_runtime.store import CatalogueStore
from tests.integration.access.conftest import ADMIN, MALLORY, Reply, call
from twin.api.bodies import BODIES
from twin.api.routes import ROUTES, Route
from twin.catalogue.identity import AssetId
from twin.spatial.conversion_begin import requested
from twin_runtime import clients

SPATIAL = [route for route in ROUTES if route.function.startswith("spatial_")]
IN_DATABASE = [route for route in SPATIAL if "{database_id}" in route.path]
ELSEWHERE = {
    "getScene",
    "listConverters",
    "listConversions",
    "listDatabases",
    "createDatabase",
    "findBindings",
    "listChanges",
    "searchAssets",
    "createUpload",
    "announceParts",
    "getUpload",
    "completeUpload",
    "abortUpload",
}
"""Routes that name no database; each has a test of its own below."""

REST = {
    "file_path": "a/b.step",
    "number": "1",
    "comment_id": "gamma" * 32,
    "kind": "related",
    "other_database_id": "beta",
    "other_asset_key": "own",
    "alias": "p-1",
    "asset_type": "pump",
    "binding_id": "seal",
    "conversion_id": "1790000000000-" + "ab" * 16,
    "derivative": "model.glb",
}
WRITTEN: dict[str, object] = {
    "updateDatabase": {"title": "mine"},
    "createAsset": {"asset_key": "new", "title": "New"},
    "updateAsset": {"title": "mine"},
    "createVersion": {"comment": "mine"},
    "createBinding": {"binding_id": "new", "node_id": "n1", "path": "a.step", "signals": ["x"]},
    "replaceBindings": {"bindings": []},
    "updateBinding": {"node_id": "n1", "path": "a.step", "signals": ["x"]},
    "resolveBindingReview": {"drop": True},
    "putMetadataSchema": {"schema": {"type": "object"}},
    "createLink": {"kind": "related", "database_id": "alpha", "asset_key": "own"},
    "addComment": {"text": "mine"},
    "updateComment": {"text": "mine"},
    "addAlias": {"alias": "mine"},
    "changeTags": {"add": ["mine"]},
    "requestConversion": {"converter": "step_to_glb"},
}
PART = "A" * 43 + "="
QUERIES = {"diffAsset": {"from": "1", "to": "1"}}
pytestmark = pytest.mark.usefixtures("site_of_two")


def ask(route: Route, database: str, asset: str) -> Reply:
    names = re.findall(r"\{(\w+)\}", route.path)
    path = {name: REST.get(name, "") for name in names}
    path |= {"database_id": database}
    if "asset_key" in names:
        path["asset_key"] = asset
    if "alias" in names and "asset_key" not in names:
        path["alias"] = "p-1" if asset == "pump" else asset
    return call(
        MALLORY,
        route.operation_id,
        path,
        body=WRITTEN.get(route.operation_id),
        query=QUERIES.get(route.operation_id),
        headers={"If-Match": '"1"'},
    )


def test_every_route_is_covered() -> None:
    needed = {
        route.operation_id
        for route in IN_DATABASE
        if BODIES[route.operation_id].request is not None
    }
    assert needed == set(WRITTEN)
    assert {route.operation_id for route in SPATIAL} - {
        route.operation_id for route in IN_DATABASE
    } == ELSEWHERE


@pytest.mark.parametrize("route", IN_DATABASE, ids=lambda route: route.operation_id)
def test_what_is_not_yours_answers_as_what_is_not_there(route: Route) -> None:
    foreign = ask(route, "beta", "pump")
    if "{asset_key}" in route.path or "{alias}" in route.path:
        missing = ask(route, "beta", "gone")
        same = missing.text.replace("gone", "pump")
    else:
        missing = ask(route, "gamma", "pump")
        same = missing.text.replace('"gamma"', '"beta"')
    absent = ask(route, "gamma", "pump")

    assert foreign.status == missing.status == absent.status == 404, (foreign, missing, absent)
    assert _plain(foreign) == _plain_text(same)
    for secret in ("Cooling", "hidden", "base:", "group:"):
        assert secret not in foreign.text


def _plain(reply: Reply) -> str:
    return _plain_text(reply.text)


def _plain_text(text: str) -> str:
    """Leave out the ids that the caller gave."""
    return re.sub(r"\b(beta|gamma|pump|gone|p-1)\b", "*", text)


def test_lists_and_search_show_only_the_caller_s_database() -> None:
    databases = call(MALLORY, "listDatabases").body["databases"]
    assert [row["database_id"] for row in databases] == ["alpha"]
    for query in (
        {},
        {"tag": "hidden"},
        {"database": "beta"},
        {"q": "cooling"},
        {"key_prefix": "pu"},
    ):
        found = call(MALLORY, "searchAssets", query=query)
        assert found.status in (200, 404), found.text
        assert '"beta"' not in found.text.replace('"database": "beta"', ""), query
        if found.status == 200:
            assert {row["database_id"] for row in found.body["assets"]} <= {"alpha"}


def test_there_are_assets_in_both_databases_for_an_administrator() -> None:
    found = call(ADMIN, "searchAssets", query={"tag": "hidden"}).body["assets"]
    assert {row["database_id"] for row in found} == {"alpha", "beta"}


def test_the_site_s_own_operations_are_not_for_a_project() -> None:
    for operation_id, body in (("createDatabase", {"database_id": "mine", "title": "Mine"}),):
        assert call(MALLORY, operation_id, body=body).status == 403
    assert call(MALLORY, "listChanges").status == 403
    assert '"beta"' not in call(MALLORY, "getScene").text
    assert call(MALLORY, "listConverters").status in (200, 403)
    assert "pump" not in call(MALLORY, "findBindings", query={"signal": "x"}).text


def test_no_link_leads_to_another_database() -> None:
    place = {"database_id": "alpha", "asset_key": "own"}
    there, gone = (
        call(
            MALLORY,
            "createLink",
            place,
            body={"kind": "related", "database_id": "beta", "asset_key": asset},
        )
        for asset in ("pump", "gone")
    )
    assert there.status == gone.status == 404, there.text
    assert _plain(there) == _plain(gone)


def _upload(database: str, asset: str) -> dict[str, object]:
    return {
        "file_name": "x.step",
        "size_bytes": 10,
        "database_id": database,
        "asset_key": asset,
        "parts": [{"part_number": 1, "checksum": PART}],
    }


def test_no_upload_goes_into_another_database() -> None:
    answers = [
        call(MALLORY, "createUpload", body=_upload("beta", asset)) for asset in ("pump", "gone")
    ]
    answers.append(call(MALLORY, "createUpload", body=_upload("gamma", "pump")))
    assert {reply.status for reply in answers} == {404}, [reply.text for reply in answers]
    assert len({_plain(reply) for reply in answers[:2]}) == 1


@pytest.mark.parametrize(
    "operation_id", ["announceParts", "getUpload", "completeUpload", "abortUpload"]
)
def test_the_upload_of_somebody_else_is_not_there(operation_id: str) -> None:
    made = call(ADMIN, "createUpload", body=_upload("beta", "pump"))
    assert made.status == 201, made.text
    body = {
        "announceParts": {"parts": [{"part_number": 1, "checksum": PART}]},
        "completeUpload": {"checksum": f"{PART}-1"},
    }
    there, gone = (
        call(MALLORY, operation_id, {"upload_id": upload_id}, body=body.get(operation_id))
        for upload_id in (made.body["upload_id"], "0" * len(made.body["upload_id"]))
    )
    assert there.status == gone.status == 404, (there.text, gone.text)
    left = re.sub(r"[0-9a-f-]{20,}", "*", there.text)
    assert left == re.sub(r"[0-9a-f-]{20,}", "*", gone.text)


def test_the_list_of_conversions_shows_only_the_caller_s_database() -> None:
    store = CatalogueStore(clients.dynamodb(), "catalog")
    for database, asset in (("alpha", "own"), ("beta", "pump"), ("beta", "never-made")):
        made = requested(
            AssetId(database, asset), "a.step", 1, "step_to_glb", by=("ada", "ada"), at=1.79e9
        )
        store.transact(conversion_writes(made))
    rows = call(ADMIN, "listConversions").body["conversions"]
    assert {row["database_id"] for row in rows} == {"alpha", "beta"}
    for query in ({}, {"state": "QUEUED"}):
        rows = call(MALLORY, "listConversions", query=query).body["conversions"]
        assert {row["database_id"] for row in rows} == {"alpha"}


@pytest.mark.parametrize("asset", ["pump", "never-made"])
def test_a_conversion_of_another_database_is_not_there(asset: str) -> None:
    made = requested(AssetId("beta", asset), "a.step", 1, "x", by=("ada", "ada"), at=1.79e9)
    CatalogueStore(clients.dynamodb(), "catalog").transact(conversion_writes(made))
    for operation_id in ("getConversion", "getConversionLog", "cancelConversion"):
        there, gone = (
            call(
                MALLORY,
                operation_id,
                {"database_id": "beta", "asset_key": asset, "conversion_id": conversion_id},
            )
            for conversion_id in (made.conversion_id, "0" * 46)
        )
        assert there.status == gone.status == 404, there.text
        assert there.text == gone.text
