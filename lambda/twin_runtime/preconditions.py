"""Lost updates, refused: what changes a thing names the revision that it knows.

A thing answers its revision as a strong entity tag, `ETag: "7"`; a change brings it back as
`If-Match: "7"` (https://www.rfc-editor.org/rfc/rfc9110#name-if-match). A change without one is
answered 428 (https://www.rfc-editor.org/rfc/rfc6585#section-3), one that is too late 412.
"""

from __future__ import annotations

import re

from twin_runtime.errors import PreconditionInvalid, PreconditionRequired, RevisionMismatch
from twin_runtime.http import Request

HEADER = "if-match"
"""What a route that is changed by revision names among its headers."""

# Something between may have compressed the answer and weakened its tag.
_TAG = re.compile(r'(?:W/)?"([0-9]{1,15})"')


def expected_revision(request: Request) -> int:
    """Return the revision that a request names in If-Match.

    Raises:
        PreconditionRequired: it names none.
        PreconditionInvalid: what it names is no revision.
    """
    text = request.headers.get(HEADER)
    if text is None:
        raise PreconditionRequired(
            "a change must say which revision it is made to",
            expected='If-Match with the ETag that the last answer had, such as "7"',
            where="If-Match",
        )
    found = _TAG.fullmatch(text.strip())
    if found is None:
        raise PreconditionInvalid(
            "If-Match names no revision",
            found=ascii(text)[:80],
            expected='one ETag of this thing, such as "7"',
            where="If-Match",
        )
    return int(found[1])


def require_revision(found: int, expected: int | None) -> None:
    """Require that a thing is at the expected revision; None expects nothing.

    Raises:
        RevisionMismatch: it is at another.
    """
    if expected is not None and found != expected:
        raise revision_mismatch(expected, found)


def revision_mismatch(expected: int, found: int | None = None) -> RevisionMismatch:
    """Return the error of a change that comes too late; None where only that is known."""
    return RevisionMismatch(
        "it was changed since it was read",
        found="a newer revision" if found is None else f"revision {found}",
        expected=f"revision {expected}; read it again",
        where="If-Match",
    )


def entity_tag(revision: int) -> dict[str, str]:
    """Return the ETag header of a revision."""
    return {"etag": f'"{revision}"'}
