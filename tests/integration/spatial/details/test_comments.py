"""Comments on versions: whose they are, lost updates, and what the history keeps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.spatial.details.conftest import Catalogue, Json, Reply

PATH: Json = {"asset_key": "pump", "number": 1}


@pytest.fixture
def ana(catalogue: Catalogue) -> Catalogue:
    catalogue.made("pump")
    assert catalogue.call("createVersion", {"comment": "first"}, asset_key="pump").status == 201
    return catalogue


def add(user: Catalogue, text: object, **path: object) -> Reply:
    place: Json = {**PATH, **path}
    return user.call("addComment", {"text": text}, **place)


def change(user: Catalogue, operation_id: str, comment: Reply, revision: int = 1) -> Reply:
    body = {"text": "second"} if operation_id == "updateComment" else None
    headers = {"If-Match": f'"{revision}"'}
    comment_id = comment.body["comment_id"]
    return user.call(operation_id, body, headers=headers, comment_id=comment_id, **PATH)


def test_comments_are_listed_newest_first_on_pages(ana: Catalogue) -> None:
    texts = ["one", "two\nlines", "“drei” 'four' *%_"]
    for text in texts:
        reply = add(ana, text)
        assert (reply.status, reply.headers["etag"]) == (201, '"1"')
        assert (reply.body["created_by"], reply.body["created_by_name"]) == ("ana", "Ana")
    first = ana.call("listComments", query={"limit": 2}, **PATH).body
    rest = {"limit": 2, "next_token": first["next_token"]}
    second = ana.call("listComments", query=rest, **PATH).body
    found = [one["text"] for one in [*first["comments"], *second["comments"]]]
    assert (found, second["next_token"]) == (texts[::-1], None)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001, 7, None])
def test_a_comment_is_a_text(ana: Catalogue, text: object) -> None:
    assert add(ana, text).code == "CATALOGUE_INVALID"


def test_a_comment_is_on_a_version_that_is_there(ana: Catalogue) -> None:
    assert add(ana, "text", number=2).code == "VERSION_UNKNOWN"
    assert ana.call("listComments", asset_key="pump", number=2).code == "VERSION_UNKNOWN"
    assert add(ana, "text", asset_key="nothing").code == "ASSET_UNKNOWN"


def test_only_the_author_and_administrators_change_a_comment(ana: Catalogue) -> None:
    bob, root = ana.by("bob", "engineer"), ana.by("root", "admin")
    comment = add(ana, "first")
    for operation_id in ("updateComment", "deleteComment"):
        refused = change(bob, operation_id, comment)
        assert (refused.status, refused.code) == (403, "COMMENT_NOT_YOURS")
    changed = change(ana, "updateComment", comment)
    assert (changed.body["text"], changed.headers["etag"]) == ("second", '"2"')
    assert change(root, "deleteComment", comment, revision=2).status == 200
    assert ana.call("listComments", **PATH).body["comments"] == []
    assert add(ana.by("vic", "viewer"), "no").code == "ACCESS_DENIED"
    assert add(ana.by("otto", "operator"), "yes").status == 201


def test_a_change_of_another_revision_is_refused(ana: Catalogue) -> None:
    comment = add(ana, "first")
    change(ana, "updateComment", comment)
    for operation_id in ("updateComment", "deleteComment"):
        assert change(ana, operation_id, comment).code == "REVISION_MISMATCH"
    gone = ana.call("updateComment", {"text": "x"}, comment_id="nothing", **PATH)
    assert gone.code == "PRECONDITION_REQUIRED"
    headers = {"If-Match": '"1"'}
    gone = ana.call("updateComment", {"text": "x"}, headers=headers, comment_id="no'x\"*", **PATH)
    assert gone.code == "COMMENT_UNKNOWN"


def test_what_was_said_stays_in_the_history(ana: Catalogue) -> None:
    comment = add(ana, "first")
    change(ana, "updateComment", comment)
    change(ana, "deleteComment", comment, revision=2)
    history = ana.call("getAssetHistory", asset_key="pump").body["changes"]
    told = [(one["action"], *one["fields"][0].values()) for one in history[:3]]
    assert told == [
        ("deleteComment", "comment", "second", None),
        ("updateComment", "comment", "first", "second"),
        ("addComment", "comment", None, "first"),
    ]


def test_no_comment_is_added_to_an_asset_that_is_deleted_meanwhile(
    ana: Catalogue, interleaved: Callable[[Callable[[], object]], None]
) -> None:
    interleaved(lambda: ana.deleted("pump"))
    assert add(ana, "late").code == "CATALOG_CONFLICT"
    assert ana.call("listComments", **PATH).body["comments"] == []
    assert add(ana, "late").code == "ASSET_DELETED"


def test_a_comment_sent_twice_with_one_key_is_one(ana: Catalogue) -> None:
    headers = {"Idempotency-Key": "c-1"}
    replies = [ana.call("addComment", {"text": "x"}, headers=headers, **PATH) for _ in range(2)]
    assert replies[0].body == replies[1].body
    assert len(ana.call("listComments", **PATH).body["comments"]) == 1
