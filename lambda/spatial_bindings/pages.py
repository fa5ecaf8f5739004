"""Pages of lists that are read whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from twin_runtime.http import Request
from twin_runtime.page_token import Question, foreign_token, read_token, write_token

Row = TypeVar("Row")


def page_of(
    request: Request, rows: Sequence[Row], question: Question
) -> tuple[Sequence[Row], str | None]:
    """Return the page that a request asks for, and the token of the next one.

    Raises:
        QueryInvalid: the token is not of this list.
    """
    token, limit = request.one("next_token"), request.integer("limit")
    start = 0 if token is None else read_token(question, token)
    if not isinstance(start, int) or isinstance(start, bool) or start < 0:
        raise foreign_token()
    end = start + limit
    return rows[start:end], write_token(question, end) if end < len(rows) else None
