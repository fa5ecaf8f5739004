"""Links: both ends, all kinds, no circles, rights on both ends, deletion and restoration."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from catalogue_runtime.links import remove_links
from spatial_details.services import store
from tests.integration.spatial.details.conftest import Catalogue, Json
from twin.catalogue.history import SYSTEM
from twin.catalogue.identity import AssetId
from twin.catalogue.link import INVERSE, KINDS

Rival = Callable[[Callable[[], object]], None]


@pytest.fixture
def pumps(catalogue: Catalogue) -> Catalogue:
    for key in ("station", "pump", "motor"):
        catalogue.made(key)
    return catalogue


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_is_seen_from_both_ends(pumps: Catalogue, kind: str) -> None:
    reply = pumps.linked("pump", kind, "station", metadata={"position": "Ä 1"})
    assert reply.status == 201, reply.body
    assert pumps.links("pump") == [(kind, "station")]
    assert pumps.links("station") == [(INVERSE[kind], "pump")]  # type: ignore[index]
    (row,) = pumps.call("listLinks", asset_key="station").body["links"]
    assert (row["metadata"], row["deleted"]) == ({"position": "Ä 1"}, False)


def test_links_lead_across_databases(pumps: Catalogue) -> None:
    pumps.by("root", "admin").call("createDatabase", {"database_id": "parts", "title": "Parts"})
    pumps.call("createAsset", {"asset_key": "bolt", "title": "Bolt"}, database_id="parts")
    body = {"kind": "child", "database_id": "parts", "asset_key": "bolt"}
    assert pumps.call("createLink", body, asset_key="pump").status == 201
    reply = pumps.call("listLinks", asset_key="bolt", database_id="parts")
    (row,) = reply.body["links"]
    assert (row["kind"], row["database_id"], row["asset_key"]) == ("parent", "plant", "pump")


def test_a_link_twice_is_one_link_and_one_entry_of_the_history(pumps: Catalogue) -> None:
    first, second = (pumps.linked("pump", "parent", "station") for _ in range(2))
    assert first.body == second.body
    assert pumps.linked("station", "child", "pump").status == 201
    for key in ("pump", "station"):
        history = pumps.call("getAssetHistory", asset_key=key).body["changes"]
        assert [change["action"] for change in history] == ["createLink", "createAsset"]
    changed = pumps.linked("pump", "parent", "station", metadata={"count": 2}).body
    assert (changed["metadata"], changed["created_at"]) == ({"count": 2}, first.body["created_at"])


def test_the_history_of_both_ends_names_the_other(pumps: Catalogue) -> None:
    pumps.linked("pump", "parent", "station", metadata={"slot": 1})
    path: Json = {"kind": "child", "other_database_id": "plant", "other_asset_key": "pump"}
    assert pumps.call("deleteLink", asset_key="station", **path).status == 200
    for key, kind, other in (("pump", "parent", "station"), ("station", "child", "pump")):
        removed, made, _ = pumps.call("getAssetHistory", asset_key=key).body["changes"]
        details = {"kind": kind, "database_id": "plant", "asset_key": other}
        assert (removed["details"], made["details"]) == (details, details)
        assert removed["fields"] == [{"field": "link", "before": {"slot": 1}, "after": None}]
        assert made["by"] == "ana"
        assert pumps.links(key) == []
    again = pumps.call("deleteLink", asset_key="station", **path)
    assert (again.status, again.code) == (404, "LINK_UNKNOWN")


@pytest.mark.parametrize("kind", ["parent", "located-in", "derived-from"])
def test_no_asset_stands_above_itself(pumps: Catalogue, kind: str) -> None:
    assert pumps.linked("pump", kind, "pump").code == "LINK_INVALID"
    assert pumps.linked("motor", kind, "pump").status == 201
    assert pumps.linked("pump", kind, "station").status == 201
    for low, high in (("station", "motor"), ("pump", "motor"), ("station", "pump")):
        reply = pumps.linked(low, kind, high)
        assert (reply.status, reply.code) == (409, "LINK_CYCLE"), (low, high)
        assert pumps.linked(high, INVERSE[kind], low).code == "LINK_CYCLE"  # type: ignore[index]
    assert pumps.linked("station", "related", "motor").status == 201


@pytest.mark.parametrize(("low", "high"), [("station", "pump"), ("station", "motor")])
def test_links_made_at_the_same_time_close_no_circle(
    pumps: Catalogue, interleaved: Rival, low: str, high: str
) -> None:
    pumps.linked("motor", "parent", "pump")
    interleaved(lambda: pumps.linked(low, "parent", high))
    reply = pumps.linked("pump", "parent", "station")
    assert reply.code == "LINK_CYCLE"
    assert pumps.links("station", direction="up") == [("parent", high)]
    assert ("parent", "station") not in pumps.links("pump")


def test_the_same_link_made_from_both_ends_at_once_is_one(
    pumps: Catalogue, interleaved: Rival
) -> None:
    interleaved(lambda: pumps.linked("station", "child", "pump"))
    assert pumps.linked("pump", "parent", "station").status == 201
    history = pumps.call("getAssetHistory", asset_key="pump").body["changes"]
    assert [change["action"] for change in history] == ["createLink", "createAsset"]


def test_no_link_leads_to_an_asset_that_is_deleted_meanwhile(
    pumps: Catalogue, interleaved: Rival
) -> None:
    interleaved(lambda: pumps.deleted("station"))
    assert pumps.linked("pump", "parent", "station").code == "ASSET_DELETED"
    assert pumps.links("pump") == []


def test_links_are_listed_by_kind_and_direction_on_pages(pumps: Catalogue) -> None:
    pumps.linked("pump", "parent", "station")
    pumps.linked("pump", "child", "motor")
    pumps.linked("pump", "related", "motor")
    assert pumps.links("pump", kind="related") == [("related", "motor")]
    assert pumps.links("pump", direction="up") == [("parent", "station")]
    assert pumps.links("pump", direction="down") == [("child", "motor")]
    assert pumps.call("listLinks", asset_key="pump", query={"kind": "nephew"}).status == 400
    found, token = [], None
    while True:
        query = {"limit": 1, **({"next_token": token} if token else {})}
        page = pumps.call("listLinks", asset_key="pump", query=query).body
        found += [link["kind"] for link in page["links"]]
        token = page["next_token"]
        if token is None:
            break
    assert found == ["child", "parent", "related"]
    foreign = pumps.call("listLinks", asset_key="station", query={"next_token": "x"})
    assert foreign.code == "QUERY_INVALID"


def test_a_deleted_end_is_marked_and_restored_with_its_links(pumps: Catalogue) -> None:
    pumps.linked("pump", "parent", "station")
    pumps.deleted("station")
    (row,) = pumps.call("listLinks", asset_key="pump").body["links"]
    assert row["deleted"] is True
    assert pumps.linked("motor", "parent", "station").code == "ASSET_DELETED"
    pumps.restored("station")
    (row,) = pumps.call("listLinks", asset_key="pump").body["links"]
    assert row["deleted"] is False
    assert pumps.links("station") == [("child", "pump")]


def test_what_is_removed_for_good_leaves_no_links(pumps: Catalogue) -> None:
    pumps.linked("pump", "parent", "station")
    pumps.linked("motor", "related", "station")
    assert remove_links(store(), AssetId("plant", "station"), author=SYSTEM, at=1.9e9) == 2
    assert remove_links(store(), AssetId("plant", "station"), author=SYSTEM, at=1.9e9) == 0
    assert pumps.links("pump") == pumps.links("motor") == []


def test_links_to_what_the_caller_may_not_know_leave_no_trace(pumps: Catalogue) -> None:
    root = pumps.by("root", "admin")
    root.made("bunker", tags=["secret"])
    assert pumps.linked("pump", "related", "bunker").code == "ASSET_UNKNOWN"
    unknown, gone = (
        pumps.linked("pump", "child", "bunker"),
        pumps.linked("pump", "child", "nothing"),
    )
    assert str(unknown.body).replace("bunker", "nothing") == str(gone.body)
    assert root.linked("pump", "child", "bunker").status == 201
    pumps.linked("pump", "child", "motor")
    pumps.linked("pump", "parent", "station")
    assert pumps.links("pump") == [("child", "motor"), ("parent", "station")]
    assert ("child", "bunker") in root.links("pump")
    page = pumps.call("listLinks", asset_key="pump", query={"limit": 1}).body
    assert [link["asset_key"] for link in page["links"]] == ["motor"]
    history = pumps.call("getAssetHistory", asset_key="pump").body["changes"]
    assert "bunker" not in str(history)
    assert "bunker" in str(root.call("getAssetHistory", asset_key="pump").body)
    path: Json = {"kind": "child", "other_database_id": "plant", "other_asset_key": "bunker"}
    assert pumps.call("deleteLink", asset_key="pump", **path).code == "ASSET_UNKNOWN"


def test_a_viewer_reads_links_and_makes_none(pumps: Catalogue) -> None:
    viewer = pumps.by("vic", "viewer")
    assert viewer.links("pump") == []
    reply = viewer.linked("pump", "parent", "station")
    assert (reply.status, reply.code) == (403, "ACCESS_DENIED")


def test_metadata_of_a_link_has_limits(pumps: Catalogue) -> None:
    reply = pumps.linked("pump", "parent", "station", metadata={"note": "x" * 5000})
    assert (reply.status, reply.code) == (422, "METADATA_INVALID")
    assert pumps.linked("pump", "parent", "station", metadata=[]).code == "METADATA_INVALID"
    assert pumps.linked("pump", "cousin", "station").code == "LINK_INVALID"
