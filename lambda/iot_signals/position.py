"""Where the next page of a question begins: its range, and where SiteWise or the axis goes on.

All pages of one question have the range of the first: an `end` that was not given is the moment of
the first page.
"""

from __future__ import annotations

from typing import Generic, TypeVar, cast

from twin.api.parameters.common import LATEST_SECONDS
from twin_runtime.page_token import Question, foreign_token, read_token, write_token

Place = TypeVar("Place", str, int)


class Positions(Generic[Place]):
    """Writes and reads the tokens of one question; a place is of the given type."""

    def __init__(self, question: Question, kind: type[Place]) -> None:
        self._question = question
        self._kind: type[Place] = kind

    def token(self, start: float, end: float, place: Place | None) -> str | None:
        """Return the token of the next page, or None where there is none."""
        return None if place is None else write_token(self._question, [start, end, place])

    def read(self, token: str) -> tuple[float, float, Place]:
        """Return start, end and the place that a token leads to; raise `QueryInvalid`."""
        position = read_token(self._question, token)
        kinds = [float, float, self._kind]
        if not isinstance(position, list) or [type(part) for part in position] != kinds:
            raise foreign_token()
        start, end, place = position
        if not 0 < start < end < LATEST_SECONDS:
            raise foreign_token()
        return start, end, cast("Place", place)
