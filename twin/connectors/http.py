"""Requests to a database over HTTPS, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class HttpRequest:
    """A POST request; the token is added by who sends it, after the name of its scheme."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "Bearer"


@dataclass(frozen=True)
class HttpResponse:
    """What came back."""

    status: int
    body: bytes


class Http(Protocol):
    """Sends requests with the connector's token."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request and return the answer, whatever its status.

        Raises:
            SourceUnavailable: there was none.
        """
        ...
