"""Pages of lists that are computed anew for each page, from a graph that does not change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from twin_runtime.http import Body, Request
from twin_runtime.page_token import foreign_token, read_token, write_token

Row = TypeVar("Row")


def page_of(
    request: Request,
    listing: str,
    parameters: Sequence[str],
    member: str,
    rows: Iterator[Row],
    body: Callable[[Row], Body],
) -> Body:
    """Answer the page that a request asks for; `parameters` are those that shape the list.

    Raises:
        QueryInvalid: the limit or the token is wrong.
    """
    limit = request.integer("limit")
    question = {name: "\n".join(request.query.get(name, ())) for name in parameters}
    question["list"] = listing
    first = _first(question, request.one("next_token"))
    page = list(islice(rows, first, first + limit))
    more = next(rows, None) is not None
    return {
        member: [body(row) for row in page],
        "next_token": write_token(question, first + limit) if more else None,
    }


def _first(question: dict[str, str], token: str | None) -> int:
    if not token:
        return 0
    first = read_token(question, token)
    if type(first) is not int or first < 1:
        raise foreign_token()
    return first
