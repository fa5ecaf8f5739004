"""Why the catalogue refuses.

CatalogueError
├── CatalogueInvalid       a field of a request is not valid
├── DatabaseUnknown        no database has this id
├── DatabaseExists         the id is taken
├── DatabaseNotEmpty       it has assets still, deleted ones included
├── DatabaseProtected      the site's own database cannot be deleted
├── AssetUnknown           no asset has this key
├── AssetExists            the key is taken, perhaps by a deleted asset
├── AssetDeleted           the asset is deleted and can be restored
├── AssetNotDeleted        only a deleted asset is restored or removed for good
├── AssetFileUnknown       the asset has no such file, or no such version of it
├── VersionUnknown         the asset has no version of this number
├── VersionUnchanged       nothing changed since the newest version
├── FilesMissing           the list of the files of a version is not readable
└── CatalogueConflict      somebody else changed the same thing at the same moment
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class CatalogueError(TwinError):
    """The catalogue refuses."""

    code: ClassVar[str] = "CATALOGUE_ERROR"


class CatalogueInvalid(CatalogueError):
    """A field of a request is missing, too long or of the wrong kind."""

    code: ClassVar[str] = "CATALOGUE_INVALID"


class DatabaseUnknown(CatalogueError):
    """No database has this id."""

    code: ClassVar[str] = "DATABASE_UNKNOWN"
    status: ClassVar[int] = 404


class DatabaseExists(CatalogueError):
    """A database has this id already."""

    code: ClassVar[str] = "DATABASE_EXISTS"
    status: ClassVar[int] = 409


class DatabaseNotEmpty(CatalogueError):
    """The database has assets, perhaps deleted ones whose retention is not over."""

    code: ClassVar[str] = "DATABASE_NOT_EMPTY"
    status: ClassVar[int] = 409


class DatabaseProtected(CatalogueError):
    """The site's own database cannot be deleted."""

    code: ClassVar[str] = "DATABASE_PROTECTED"
    status: ClassVar[int] = 409


class AssetUnknown(CatalogueError):
    """No catalogued asset has this key."""

    code: ClassVar[str] = "ASSET_UNKNOWN"
    status: ClassVar[int] = 404


class AssetExists(CatalogueError):
    """An asset has this key already; a deleted one keeps its key until it is removed for good."""

    code: ClassVar[str] = "ASSET_EXISTS"
    status: ClassVar[int] = 409


class AssetDeleted(CatalogueError):
    """The asset is deleted; it can be restored until its retention is over."""

    code: ClassVar[str] = "ASSET_DELETED"
    status: ClassVar[int] = 410


class AssetNotDeleted(CatalogueError):
    """The asset is not deleted."""

    code: ClassVar[str] = "ASSET_NOT_DELETED"
    status: ClassVar[int] = 409


class AssetFileUnknown(CatalogueError):
    """The asset has no file at this path, or no version of it with this number."""

    code: ClassVar[str] = "ASSET_FILE_UNKNOWN"
    status: ClassVar[int] = 404


class VersionUnknown(CatalogueError):
    """The asset has no version of this number."""

    code: ClassVar[str] = "VERSION_UNKNOWN"
    status: ClassVar[int] = 404


class VersionUnchanged(CatalogueError):
    """Files, title, type, tags and metadata are those of the newest version."""

    code: ClassVar[str] = "VERSION_UNCHANGED"
    status: ClassVar[int] = 409


class FilesMissing(CatalogueError):
    """The list of the files of a version is gone or damaged."""

    code: ClassVar[str] = "FILES_MISSING"
    status: ClassVar[int] = 500


class CatalogueConflict(CatalogueError):
    """Somebody else changed the same thing at the same moment; trying again may help."""

    code: ClassVar[str] = "CATALOG_CONFLICT"
    status: ClassVar[int] = 409
