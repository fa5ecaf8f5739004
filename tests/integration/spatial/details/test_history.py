"""The history of databases and assets, and the feed of all changes."""

from __future__ import annotations

import pytest

from tests.integration.spatial.details.conftest import Catalogue, Json
from twin_runtime.page_token import write_token


@pytest.fixture
def admin(catalogue: Catalogue) -> Catalogue:
    catalogue.made("pump", tags=["wet"])
    catalogue.call("changeTags", {"add": ["red"]}, asset_key="pump")
    catalogue.made("motor")
    return catalogue.by("root", "admin")


def pages(user: Catalogue, operation_id: str, **query: object) -> list[Json]:
    found: list[Json] = []
    more: Json = {}
    while True:
        reply = user.call(operation_id, asset_key="pump", query={"limit": 1, **query, **more})
        assert reply.status == 200, reply.body
        found += reply.body["changes"]
        more = {"next_token": reply.body["next_token"]}
        if more["next_token"] is None:
            return found


def test_the_history_of_an_asset_says_who_did_what(admin: Catalogue) -> None:
    changed, made = pages(admin, "getAssetHistory")
    assert (changed["action"], changed["by"], changed["by_name"]) == ("changeTags", "ana", "Ana")
    assert changed["subject"] == made["subject"] == "asset:plant/pump"
    fields = {one["field"]: one["after"] for one in made["fields"]}
    assert fields["title"] == "Pump"
    assert made["at"] <= changed["at"]


def test_the_feed_has_all_changes_oldest_first(admin: Catalogue) -> None:
    feed = pages(admin, "listChanges")
    assert [one["action"] for one in feed] == [
        "createDatabase",
        "createAsset",
        "changeTags",
        "createAsset",
    ]
    later = pages(admin, "listChanges", since=feed[2]["at"])
    assert later == feed[2:]
    assert pages(admin, "listChanges", since=feed[-1]["at"] + 1) == []


def test_only_administrators_follow_the_feed(admin: Catalogue) -> None:
    assert admin.by("ana", "engineer").call("listChanges").code == "ACCESS_DENIED"


@pytest.mark.parametrize("query", [{"since": "yesterday"}, {"since": -1}, {"next_token": "x"}])
def test_a_feed_that_is_not_asked_well_is_refused(admin: Catalogue, query: Json) -> None:
    assert admin.call("listChanges", query=query).code == "QUERY_INVALID"


def test_a_token_is_good_for_its_own_list_only(admin: Catalogue) -> None:
    token = admin.call("listChanges", query={"limit": 1}).body["next_token"]
    for operation_id in ("getAssetHistory", "getDatabaseHistory"):
        reply = admin.call(operation_id, asset_key="pump", query={"next_token": token})
        assert reply.code == "QUERY_INVALID"
    query = {"next_token": token, "since": 5}
    assert admin.call("listChanges", query=query).code == "QUERY_INVALID"


@pytest.mark.parametrize("position", ["", "\ud800", 7, None, ["a"]])
def test_a_forged_token_leads_nowhere(admin: Catalogue, position: object) -> None:
    question = {"partition": "history#asset:plant/pump", "prefix": "", "newest_first": "True"}
    token = write_token(question, position)
    reply = admin.call("getAssetHistory", asset_key="pump", query={"next_token": token})
    assert reply.code == "QUERY_INVALID"


def test_a_history_of_what_is_not_known_is_not_told(admin: Catalogue) -> None:
    admin.made("bunker", tags=["secret"])
    ana = admin.by("ana", "engineer")
    hidden = ana.call("getAssetHistory", asset_key="bunker")
    gone = ana.call("getAssetHistory", asset_key="nothing")
    assert (hidden.status, hidden.code) == (404, "ASSET_UNKNOWN")
    assert str(hidden.body).replace("bunker", "nothing") == str(gone.body)
    assert ana.call("getDatabaseHistory", database_id="nowhere").code == "DATABASE_UNKNOWN"
