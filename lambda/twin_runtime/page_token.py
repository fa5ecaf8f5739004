"""Tokens of pages: opaque to callers, and good for the next page of the same question only."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from twin_runtime.errors import QueryInvalid

REFUSALS = ("InvalidRequestException", "ValidationException")
"""What SiteWise and DynamoDB answer to a position that they do not know."""

Question = Mapping[str, str | None]
"""What is listed, and by which filters."""


def write_token(question: Question, position: object) -> str:
    """Return the token of a position (any JSON) in the answer to a question."""
    text = json.dumps([_digest(question), position], separators=(",", ":"), allow_nan=False)
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_token(question: Question, token: str) -> Any:  # noqa: ANN401 - any JSON; callers check it
    """Return the position that a token of this question holds.

    Raises:
        QueryInvalid: it is no token, or one of another question.
    """
    try:
        digest, position = json.loads(base64.urlsafe_b64decode(token.encode()))
        json.dumps(
            position, ensure_ascii=False
        ).encode()  # halves of characters no store could take
    except (ValueError, TypeError, RecursionError) as error:
        raise foreign_token() from error
    if digest != _digest(question):
        raise foreign_token()
    return position


def foreign_token() -> QueryInvalid:
    """Return the error of a token that leads nowhere."""
    return QueryInvalid(
        "next_token is not of this list",
        expected="the token of the page before, with the same other parameters",
        where="next_token",
    )


@contextmanager
def known_position(token: str | None) -> Iterator[None]:
    """Raise `QueryInvalid` where the store refuses the position that a token led to."""
    try:
        yield
    except ClientError as error:
        if token is None or error.response["Error"]["Code"] not in REFUSALS:
            raise
        raise foreign_token() from error


def _digest(question: Question) -> str:
    text = json.dumps(question, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
