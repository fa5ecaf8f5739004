"""The order of a ZIP file of a version, from its request to its end.

REQUESTED → READY, REQUESTED → FAILED. A version never changes, so neither does its archive: it is
made once and kept for `KEEP_SECONDS`, and made again when it is asked for after that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from twin.catalogue.errors import CatalogueError
from twin.catalogue.identity import AssetId
from twin.catalogue.version import AssetVersion
from twin.errors import TwinError

ArchiveState = Literal["REQUESTED", "READY", "FAILED"]

KEEP_SECONDS = 24 * 3600
"""How long an archive can be fetched; the bucket removes it within the next two days."""

STALE_SECONDS = 20 * 60
"""After this a request without an end is taken for lost: its function has 15 minutes."""

MAXIMUM_BYTES = 10 * 1024**3
"""The largest sum of files that a function packs in its 15 minutes, at 12 MB a second."""

PREFIX = "archives/"
"""Where archives are in the assets bucket."""


class ArchiveTooLarge(CatalogueError):
    """The files of the version are together larger than what is packed."""

    code: ClassVar[str] = "ARCHIVE_TOO_LARGE"
    status: ClassVar[int] = 413


class ArchiveUnknown(CatalogueError):
    """Nobody asked for the archive of this version, or it was removed since."""

    code: ClassVar[str] = "ARCHIVE_UNKNOWN"
    status: ClassVar[int] = 404


class ArchiveFailed(CatalogueError):
    """The archive could not be made."""

    code: ClassVar[str] = "ARCHIVE_FAILED"
    status: ClassVar[int] = 500


@dataclass(frozen=True)
class Archive:
    """The archive of one version; times are UTC seconds since 1970, `error` is of a failed one."""

    asset_id: AssetId
    number: int
    files_sha256: str
    state: ArchiveState
    requested_at: float
    finished_at: float | None = None
    size_bytes: int = 0
    error: dict[str, str] | None = None

    @property
    def key(self) -> str:
        """Return the key of the ZIP file in the assets bucket."""
        return f"{PREFIX}{self.asset_id}/{self.number}-{self.files_sha256[:16]}.zip"

    @property
    def file_name(self) -> str:
        """Return the name under which it is saved."""
        return f"{self.asset_id.asset_key}-v{self.number}.zip"

    def expires_at(self) -> float:
        """Return when it can no longer be fetched, or when the request is forgotten."""
        return (self.finished_at or self.requested_at) + KEEP_SECONDS

    def is_alive(self, now: float) -> bool:
        """Tell whether it is there, or being made: asking again would not help."""
        if self.state == "READY":
            return now < self.expires_at()
        return self.state == "REQUESTED" and now < self.requested_at + STALE_SECONDS

    def ready(self, *, size_bytes: int, now: float) -> Archive:
        """Return the archive after it was made."""
        return replace(self, state="READY", size_bytes=size_bytes, finished_at=now, error=None)

    def failed(self, error: TwinError, *, now: float) -> Archive:
        """Return the archive after it could not be made."""
        return replace(self, state="FAILED", finished_at=now, error=error.to_dict())


@dataclass(frozen=True)
class ArchiveRequested:
    """Somebody asked for the ZIP file of a version."""

    source: ClassVar[str] = "twin.spatial"
    detail_type: ClassVar[str] = "ArchiveRequested"

    database_id: str
    asset_key: str
    number: int

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event."""
        return {
            "database_id": self.database_id,
            "asset_key": self.asset_key,
            "number": self.number,
        }


def requested(asset_id: AssetId, version: AssetVersion, *, now: float) -> Archive:
    """Return the order of the archive of a version.

    Raises:
        ArchiveTooLarge: its files are too large together.
    """
    if version.size_bytes > MAXIMUM_BYTES:
        raise ArchiveTooLarge(
            "the files of the version are too large for one archive",
            found=f"{version.size_bytes} bytes",
            expected=f"at most {MAXIMUM_BYTES} bytes; `twin assets download` takes any size",
            where=f"{asset_id} version {version.number}",
        )
    return Archive(asset_id, version.number, version.files_sha256, "REQUESTED", now)
