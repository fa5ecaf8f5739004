"""GET /assets over a catalogue that others write to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.spatial.plane import STEP
from tests.integration.spatial.search.searching import Searching


def test_search_finds_what_was_just_written(searching: Searching) -> None:
    assert searching.keys(q="booster") == []
    searching.catalogue.create("p-101", title="Booster pump")
    assert searching.keys(q="booster") == ["p-101"]
    known = searching.catalogue.get("p-101")
    searching.catalogue.change("p-101", known, title="Feed pump")
    assert searching.keys(q="booster") == []
    assert searching.keys(q="feed pu") == ["p-101"]
    searching.catalogue.delete("p-101")
    assert searching.keys(q="feed") == []
    assert searching.keys(q="feed", state="deleted") == ["p-101"]


def test_row_shows_the_asset_and_where_the_words_are(searching: Searching) -> None:
    box = {"frame": "site", "minimum": [0, 0, 0], "maximum": [1, 2, 3]}
    made = searching.catalogue.create(
        "p-101", title="Pump", description="By the old Größenmesser", tags=["wet"], box=box
    )
    (row,) = searching.rows(q="grossenmesser")
    assert row == {
        "database_id": "site",
        "asset_key": "p-101",
        "title": "Pump",
        "type": "",
        "tags": ["wet"],
        "version": 0,
        "updated_at": made.body["updated_at"],
        "deleted_at": None,
        "box": box,
        "score": 0.5,
        "snippet": {
            "field": "description",
            "text": "By the old Größenmesser",
            "marks": [[11, 23]],
        },
    }


def test_search_finds_files_by_their_paths(searching: Searching) -> None:
    searching.catalogue.create("p-101")
    searching.catalogue.publish("p-101", "models/Impeller.step", STEP)
    assert searching.keys(path_prefix="models/") == ["p-101"]
    assert searching.keys(q="impeller") == ["p-101"]


def test_search_goes_over_all_databases_or_some(searching: Searching) -> None:
    searching.plane.role = "admin"
    searching.catalogue.database_id = "north"
    assert searching.catalogue.database().status == 201
    searching.catalogue.create("tank", metadata={"volume": 4, "deep": {"maker": ["KSB", "ABB"]}})
    searching.catalogue.database_id = "site"
    searching.catalogue.create("tank", metadata={"volume": 9})
    assert len(searching.rows(q="tank")) == 2
    assert [row["database_id"] for row in searching.rows(database="north")] == ["north"]
    assert [row["database_id"] for row in searching.rows(where="volume > 4")] == ["site"]
    assert [row["database_id"] for row in searching.rows(where="deep.maker = 'ABB'")] == ["north"]


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"q": 'pump "open'}, "q, character 6"),
        ({"q": "***"}, "q, character 1"),
        ({"where": "power >> 4"}, "where, character 8"),
        ({"box": "1,2,x,4,5,6"}, "box, character 5"),
        ({"box": "1,2,3"}, "box"),
        ({"order": "relevance"}, "order"),
        ({"order": "size"}, "order"),
        ({"tags": "wet"}, "tags"),
        ({"limit": "0"}, "limit"),
    ],
)
def test_wrong_query_says_where_it_is_wrong(
    searching: Searching, query: dict[str, Any], where: str
) -> None:
    reply = searching.ask(**query)
    assert (reply.status, reply.body["code"]) == (400, "QUERY_INVALID")
    assert reply.body["where"] == where


@pytest.mark.parametrize(
    "text",
    [
        "'); DROP TABLE asset; --",
        '" OR title:*',
        'pump" NEAR(a b)',
        "title : pump AND -x",
        "{title name} : pump",
        "pump* ^ + - ( ) \x00",
        "\u202epump",
    ],
)
def test_text_is_never_a_query_of_its_own(searching: Searching, text: str) -> None:
    searching.catalogue.create("p-101", title="Pump")
    reply = searching.ask(q=text)
    assert reply.status in (200, 400)
    assert reply.body.get("code") in (None, "QUERY_INVALID")
    assert searching.keys(q="pump") == ["p-101"]


def test_pages_are_complete_while_others_are_written(searching: Searching) -> None:
    for number in range(7):
        searching.catalogue.create(f"pump-{number}", title="Pump")
    found, token = list[str](), dict[str, str]()
    for number in range(4):
        reply = searching.ask(q="pump", limit=2, **token)
        found += [row["asset_key"] for row in reply.body["assets"]]
        searching.catalogue.create(f"other-{number}", title="A pump for later")
        token = {"next_token": reply.body["next_token"]}
    assert [key for key in found if key.startswith("pump")] == [f"pump-{n}" for n in range(7)]


def test_token_is_good_for_its_own_question_only(searching: Searching) -> None:
    for number in range(3):
        searching.catalogue.create(f"pump-{number}", title="Pump")
    token = searching.ask(q="pump", limit=1).body["next_token"]
    assert searching.code(q="tank", limit=1, next_token=token) == "QUERY_INVALID"
    assert searching.code(q="pump", limit=1, order="title", next_token=token) == "QUERY_INVALID"
