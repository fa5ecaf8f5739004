"""Refusals as problem details (RFC 9457): the body of every answer of status 400 and above.

https://www.rfc-editor.org/rfc/rfc9457.html
"""

from __future__ import annotations

from typing import Any

from twin.errors import TwinError

Json = dict[str, Any]

MEDIA_TYPE = "application/problem+json"
BASE_PATH = "/api"
"""The API's first path segment, at the console and at API Gateway: the name of its stage."""


def problem_type(code: str) -> str:
    """Return the type of a code's problems: an address that the API itself serves."""
    return f"{BASE_PATH}/problems/{code}"


def problem_title(kind: type[TwinError]) -> str:
    """Return what an error's class says of all its occurrences."""
    first, _, _ = (kind.__doc__ or kind.code).partition("\n")
    return first.rstrip(".")


def problem_of(error: TwinError) -> Json:
    """Return an error as problem details; `code`, `found`, `expected`, `where` are its extensions.

    An error of several findings has them in `findings`, each as an error without a type.
    """
    said = error.to_dict()
    problem: Json = {
        "type": problem_type(said["code"]),
        "title": problem_title(type(error)),
        "status": error.status,
        "detail": said.pop("message"),
        **said,
    }
    if error.findings:
        problem["findings"] = [dict(finding.to_dict()) for finding in error.findings]
    return problem
