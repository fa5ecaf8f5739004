"""What the files of this folder have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

Environ = dict[str, Any]
"""Of a request that was answered: `twin.service` is its service, `twin.body` its body if read."""


class NotNamed(LookupError):
    """What a request has changed is not the thing that it names."""


class Changes(Protocol):
    """Reads requests of one service; `backend` is the key of the backend that holds the state."""

    @property
    def backend(self) -> str:
        """The key of the backend that holds the state."""

    def addresses(self, environ: Environ) -> tuple[str, ...] | None:
        """Return the addresses of what a request may have changed, None if it does not say."""

    def image(self, account: str, address: str) -> bytes:
        """Return how the thing at an address is now, or that there is none.

        Raises:
            NotNamed: the request changed something else than it names.
        """

    def apply(self, account: str, address: str, image: bytes) -> None:
        """Make the thing at an address be as an image says."""


def region_of(environ: Mapping[str, Any]) -> str | None:
    """Return the region a request was signed for, None when it was not signed."""
    parts = str(environ.get("HTTP_AUTHORIZATION", "")).partition("Credential=")[2].split("/", 4)
    return parts[2] if len(parts) > 4 else None
