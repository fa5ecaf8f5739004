"""Bodies of refusals."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class ErrorDetail(TypedDict):
    """What `TwinError.to_dict` returns."""

    code: str
    message: str
    found: NotRequired[str]
    expected: NotRequired[str]
    where: NotRequired[str]


class ErrorBody(TypedDict):
    """The body of every answer of status 400 and above."""

    error: ErrorDetail
