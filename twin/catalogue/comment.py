"""What people say of a version of an asset."""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import dataclass, replace
from typing import Any

from twin.catalogue.detail_errors import CommentNotYours
from twin.catalogue.history import Author
from twin.catalogue.naming import invalid, is_writable

MAXIMUM_COMMENT = 10_000
MILLISECONDS = 1000
COMMENT_ID_PATTERN = "[0-9]{13}-[0-9a-f]{16}"
_COMMENT_ID = re.compile(COMMENT_ID_PATTERN)


@dataclass(frozen=True)
class Comment:
    """One comment. Times are UTC seconds since 1970; `revision` counts its texts from 1.

    Ids sort as the comments were written: they begin with the time in milliseconds.
    """

    comment_id: str
    version: int
    text: str
    created_at: float
    created_by: str
    created_by_name: str
    updated_at: float
    revision: int

    def check_author(self, subject: str, *, is_admin: bool) -> None:
        """Let only its author and administrators pass.

        Raises:
            CommentNotYours: the caller is neither.
        """
        if subject != self.created_by and not is_admin:
            raise CommentNotYours(
                "the comment is another user's",
                expected="your own comment, or the role admin",
                where=self.comment_id,
            )

    def rewritten(self, text: str, *, at: float) -> Comment:
        """Return the comment with another text."""
        return replace(self, text=text, updated_at=at, revision=self.revision + 1)


def new_comment(version: int, text: str, *, author: Author, at: float) -> Comment:
    """Return a new comment; `at` in seconds since 1970."""
    return Comment(
        comment_id=f"{int(at * MILLISECONDS):013d}-{uuid.uuid4().hex[:16]}",
        version=version,
        text=text,
        created_at=at,
        created_by=author.subject,
        created_by_name=author.name,
        updated_at=at,
        revision=1,
    )


def is_comment_id(text: str) -> bool:
    """Tell whether a text can be the id of a comment."""
    return _COMMENT_ID.fullmatch(text) is not None


def valid_comment(value: Any, where: str = "text") -> str:  # noqa: ANN401 - any JSON
    """Return the text of a comment, of one or more lines.

    Raises:
        CatalogueInvalid: it says nothing, is too long, or is no text that UTF-8 can write.
    """
    text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    if not 0 < len(text) <= MAXIMUM_COMMENT or not is_writable(text):
        raise invalid(where, f"a text of 1 to {MAXIMUM_COMMENT} characters", value)
    return text
