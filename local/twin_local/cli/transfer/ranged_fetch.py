"""Fetch a file piece by piece, from where the last call stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from twin_local.cli.client import ApiClient, ApiRefused

PIECE_BYTES = 16 * 1024**2
EXPIRED = 403


def fetch(client: ApiClient, address: Callable[[], str], target: Path, size_bytes: int) -> None:
    """Fill a file up to its size; `address` gives a fresh short-lived address of the bytes.

    Raises:
        ApiRefused, ApiUnreachable: a piece cannot be had; what came so far stays.
    """
    url = address()
    with target.open("ab") as file:
        if file.tell() > size_bytes:
            file.truncate(0)
            file.seek(0)
        while (start := file.tell()) < size_bytes:
            end = min(start + PIECE_BYTES, size_bytes)
            try:
                piece = client.download(url, start=start, end=end)
            except ApiRefused as refused:
                if refused.status_code != EXPIRED:
                    raise
                url = address()
                piece = client.download(url, start=start, end=end)
            file.write(piece)
