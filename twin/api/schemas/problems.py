"""The errors of the API."""

from __future__ import annotations

from typing import TypedDict


class ProblemType(TypedDict):
    """One error of the API: its `type` is this answer's own address."""

    type: str
    code: str
    title: str
    status: int
    operations: list[str]


class ProblemList(TypedDict):
    """GET /problems: every error that an operation names, by code."""

    problems: list[ProblemType]
