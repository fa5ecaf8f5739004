"""Bodies of refusals."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class ErrorDetail(TypedDict):
    """Why a job, an upload or a run failed: `TwinError.to_dict`."""

    code: str
    message: str
    found: NotRequired[str]
    expected: NotRequired[str]
    where: NotRequired[str]


class Problem(TypedDict):
    """Problem details (RFC 9457): the body of every answer of status 400 and above.

    `type` is where the API says more of `code`; `code` is stable. `status` is missing only where
    API Gateway itself refuses for a reason that has no code of its own.
    """

    type: str
    title: str
    status: NotRequired[int]
    detail: str
    code: str
    found: NotRequired[str]
    expected: NotRequired[str]
    where: NotRequired[str]
    findings: NotRequired[list[dict[str, str | int]]]
