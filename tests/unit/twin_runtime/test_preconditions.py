"""If-Match: what names a revision, and what does not."""

from __future__ import annotations

import pytest

from twin_runtime.errors import PreconditionInvalid, PreconditionRequired, RevisionMismatch
from twin_runtime.http import Request
from twin_runtime.preconditions import entity_tag, expected_revision, require_revision


def request(**headers: str) -> Request:
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    return Request("updateAsset", {}, {}, "", None, given)


@pytest.mark.parametrize(("text", "revision"), [('"7"', 7), ('W/"12"', 12), (' "1" ', 1)])
def test_an_entity_tag_names_a_revision(text: str, revision: int) -> None:
    assert expected_revision(request(if_match=text)) == revision


@pytest.mark.parametrize(
    "text", ["7", "*", "", '"7', '"-1"', '"7", "8"', '"\u0667"', '"' + "9" * 30 + '"']
)
def test_what_names_no_revision_is_refused(text: str) -> None:
    with pytest.raises(PreconditionInvalid):
        expected_revision(request(if_match=text))


def test_a_change_without_a_revision_is_refused() -> None:
    with pytest.raises(PreconditionRequired) as refused:
        expected_revision(request())
    assert refused.value.status == 428


def test_another_revision_is_refused_and_none_expects_nothing() -> None:
    require_revision(3, 3)
    require_revision(3, None)
    with pytest.raises(RevisionMismatch) as refused:
        require_revision(4, 3)
    assert (refused.value.status, refused.value.found) == (412, "revision 4")


def test_the_tag_of_a_revision_names_it() -> None:
    assert expected_revision(request(if_match=entity_tag(9)["etag"])) == 9
