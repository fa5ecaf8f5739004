"""Versions of assets as ZIP files."""

from __future__ import annotations

from typing import Literal, TypedDict


class ArchiveBody(TypedDict):
    """The archive of one version.

    It is asked for, made in the background, and can be fetched from `url` (also parts of it, by
    Range) until `expires_at`. Neither its size nor its address is there before it is READY; a
    FAILED one says why in `error`.
    """

    database_id: str
    asset_key: str
    number: int
    state: Literal["REQUESTED", "READY", "FAILED"]
    file_name: str
    size_bytes: int | None
    requested_at: float
    expires_at: float
    url: str | None
    url_expires_at: float | None
    error: dict[str, str] | None
