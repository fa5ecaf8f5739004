"""One operation of the HTTP API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["viewer", "operator", "engineer", "admin"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]

ROLES: tuple[Role, ...] = ("viewer", "operator", "engineer", "admin")
"""In rising order: each role may do what the ones before it may."""


@dataclass(frozen=True)
class Route:
    """One operation: `function` is the Lambda package that serves it, `role` the least role.

    `query` are its query parameters and `headers` the request headers it reads, in lower case.
    """

    method: Method
    path: str
    operation_id: str
    function: str
    role: Role | None
    summary: str
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
