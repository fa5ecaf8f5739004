"""Pages of a history: where one ends, and the token that goes on there."""

from __future__ import annotations

import base64
import json
from dataclasses import astuple, dataclass

from twin.connectors.errors import QuestionInvalid

MAXIMUM_RESULTS = 200
"""What the API's model takes; its text says 250."""


@dataclass(frozen=True)
class Position:
    """A place in a history: `rows` records of `time` are told, and `cells` values of the next."""

    time: int
    rows: int
    cells: int


def write_token(question: str, position: Position) -> str:
    """Return the token of a position in the answer to a question (its digest)."""
    text = json.dumps([question, *astuple(position)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_token(question: str, token: str) -> Position:
    """Return the position of a token.

    Raises:
        QuestionInvalid: it is none of this question.
    """
    try:
        digest, *numbers = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, TypeError, RecursionError) as error:
        raise _foreign() from error
    if digest != question or [type(one) for one in numbers] != [int, int, int]:
        raise _foreign()
    return Position(*numbers)


def read_limit(given: object) -> int:
    """Return how many values a page may have; none or zero is the most.

    Raises:
        QuestionInvalid: it is no whole number up to 200.
    """
    if given is None or given == 0:
        return MAXIMUM_RESULTS
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given <= MAXIMUM_RESULTS:
        raise QuestionInvalid(
            "maxResults is out of range", found=repr(given), expected=f"1 to {MAXIMUM_RESULTS}"
        )
    return given


def _foreign() -> QuestionInvalid:
    return QuestionInvalid(
        "nextToken is not of this question",
        expected="the token of the page before, with the same other parameters",
    )
