"""What can go wrong with long-term storage.

TwinError
└── StorageError
    ├── StorageOwnedElsewhere   another site's configuration is in force
    └── StorageUpdateFailed     SiteWise refused the configuration, or is not done in time
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class StorageError(TwinError):
    """Values cannot be stored as asked."""

    code: ClassVar[str] = "STORAGE_ERROR"


class StorageOwnedElsewhere(StorageError):
    """Another site's configuration is in force."""

    code = "STORAGE_OWNED_ELSEWHERE"
    status = 409


class StorageUpdateFailed(StorageError):
    """SiteWise refused the configuration, or is not done in time."""

    code = "STORAGE_UPDATE_FAILED"
    status = 502
