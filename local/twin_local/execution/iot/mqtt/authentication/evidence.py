"""What a connection shows before its CONNECT packet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl


class NotAuthenticated(Exception):
    """It is not known who wants to connect; the text is for the log."""


@dataclass(frozen=True)
class Upgrade:
    """The HTTP request that asked for WebSocket; header names are in lower case."""

    path: str
    query: str
    headers: Mapping[str, str]

    @property
    def parameters(self) -> dict[str, str]:
        """Return the parameters of the query."""
        return dict(parse_qsl(self.query, keep_blank_values=True))


@dataclass(frozen=True)
class Evidence:
    """A connection: `certificate` is the client's in DER, `upgrade` is set for WebSocket."""

    address: str
    encrypted: bool
    certificate: bytes | None = None
    upgrade: Upgrade | None = None
