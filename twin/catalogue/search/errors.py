"""Why a search is not answered.

SearchError
├── SearchQueryInvalid   a query parameter cannot be read
├── SearchTooWide        too much would have to be looked at to fill the page
├── SearchUnsupported    this Python's SQLite lacks what the index needs
├── SearchBehind         more has changed than can be read within one request
└── SnapshotError        the stored index cannot be used
    ├── SnapshotMissing  it is not there
    ├── SnapshotBroken   its bytes are not those that were stored, or not an index
    ├── SnapshotTooLarge it does not fit into the function's temporary storage
    └── SnapshotConflict another run stored one at the same moment
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class SearchError(TwinError):
    """A search is not answered."""

    code: ClassVar[str] = "SEARCH_ERROR"
    status: ClassVar[int] = 500


class SearchQueryInvalid(SearchError):
    """A query parameter cannot be read; `where` is its name and the place in it."""

    code: ClassVar[str] = "QUERY_INVALID"
    status: ClassVar[int] = 400


class SearchTooWide(SearchError):
    """Too many assets match, of which the caller may read too few."""

    code: ClassVar[str] = "SEARCH_TOO_WIDE"
    status: ClassVar[int] = 422


class SearchUnsupported(SearchError):
    """This Python's SQLite is compiled without FTS5 or R*Tree."""

    code: ClassVar[str] = "SEARCH_UNSUPPORTED"


class SearchBehind(SearchError):
    """More has changed than could be read in time; what was read is kept, asking again helps."""

    code: ClassVar[str] = "SEARCH_BEHIND"
    status: ClassVar[int] = 503


class SnapshotError(SearchError):
    """The stored index cannot be used."""

    code: ClassVar[str] = "SEARCH_SNAPSHOT_ERROR"


class SnapshotMissing(SnapshotError):
    """The object that the pointer names is not there."""

    code: ClassVar[str] = "SEARCH_SNAPSHOT_MISSING"


class SnapshotBroken(SnapshotError):
    """The object is not what was stored, or not an index of this version."""

    code: ClassVar[str] = "SEARCH_SNAPSHOT_BROKEN"


class SnapshotTooLarge(SnapshotError):
    """The index does not fit into the function's temporary storage."""

    code: ClassVar[str] = "SEARCH_SNAPSHOT_TOO_LARGE"


class SnapshotConflict(SnapshotError):
    """Another run moved the pointer first; its snapshot counts."""

    code: ClassVar[str] = "SEARCH_SNAPSHOT_CONFLICT"
    status: ClassVar[int] = 409


def invalid(message: str, *, where: str, found: str = "", expected: str = "") -> SearchQueryInvalid:
    """Return the error of a query parameter; what was found is shortened."""
    shown = found if len(found) <= 60 else f"{found[:60]}…"
    return SearchQueryInvalid(message, found=shown, expected=expected, where=where)
