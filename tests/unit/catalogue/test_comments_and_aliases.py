"""Comments and aliases: what is one, and how it is kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.catalogue.alias import MAXIMUM_ALIAS, valid_alias
from twin.catalogue.comment import MAXIMUM_COMMENT, new_comment, valid_comment
from twin.catalogue.detail_errors import CommentNotYours
from twin.catalogue.errors import CatalogueInvalid
from twin.catalogue.history import Author

ANA = Author("ana", "Ana")


@given(st.text())
def test_an_alias_is_one_line_in_the_composed_form(text: str) -> None:
    try:
        alias = valid_alias(text)
    except CatalogueInvalid as refusal:
        stripped = unicodedata.normalize("NFC", text).strip()
        odd = not stripped.isprintable() or stripped in ("", ".", "..")
        assert odd or len(stripped) > MAXIMUM_ALIAS
        assert refusal.where == "alias"
    else:
        assert valid_alias(alias) == alias
        assert valid_alias(unicodedata.normalize("NFD", f"  {text}\n")) == alias
        alias.encode()


@given(st.text(st.characters(exclude_categories=())))
def test_a_comment_can_be_written_as_utf_8(text: str) -> None:
    try:
        valid_comment(text).encode()
    except CatalogueInvalid:
        unwritable = any(0xD800 <= ord(character) <= 0xDFFF for character in text)
        assert unwritable or not text.strip()


def test_a_comment_has_a_bound() -> None:
    assert len(valid_comment("x" * MAXIMUM_COMMENT)) == MAXIMUM_COMMENT
    with pytest.raises(CatalogueInvalid):
        valid_comment("x" * (MAXIMUM_COMMENT + 1))


def test_ids_of_comments_sort_by_time() -> None:
    times = (0.0, 999.9, 1_790_000_000.0, 1_790_000_000.002, 3_999_999_999.0)
    ids = [new_comment(1, "text", author=ANA, at=at).comment_id for at in times]
    assert ids == sorted(ids)
    assert new_comment(1, "text", author=ANA, at=5.0).comment_id != ids[0]


def test_only_the_author_or_an_administrator_passes() -> None:
    comment = new_comment(1, "text", author=ANA, at=5.0)
    comment.check_author("ana", is_admin=False)
    comment.check_author("root", is_admin=True)
    with pytest.raises(CommentNotYours):
        comment.check_author("bob", is_admin=False)


def test_another_text_is_another_revision() -> None:
    comment = new_comment(1, "text", author=ANA, at=5.0)
    changed = comment.rewritten("other", at=7.0)
    assert (changed.text, changed.revision, changed.updated_at) == ("other", 2, 7.0)
    assert (changed.comment_id, changed.created_at) == (comment.comment_id, 5.0)
