"""Bodies of the operations in `twin.api.routes.spatial_catalogue`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.scene import SceneBody
from twin.api.schemas.spatial_catalogue import (
    AssetBody,
    AssetPage,
    AssetPurged,
    ConverterList,
    CreateAsset,
    CreateDatabase,
    DatabaseBody,
    DatabasePage,
    UpdateAsset,
    UpdateDatabase,
)
from twin.api.schemas.spatial_files import (
    CreateVersion,
    FileBody,
    FilePage,
    FileRemoved,
    FileUrl,
    VersionBody,
    VersionFilePage,
    VersionPage,
)
from twin.catalogue.detail_errors import MetadataInvalid
from twin.catalogue.errors import (
    AssetDeleted,
    AssetExists,
    AssetFileUnknown,
    AssetNotDeleted,
    AssetUnknown,
    CatalogueConflict,
    CatalogueInvalid,
    DatabaseExists,
    DatabaseNotEmpty,
    DatabaseProtected,
    DatabaseUnknown,
    VersionUnchanged,
    VersionUnknown,
)

_DATABASE = (CatalogueInvalid, DatabaseUnknown)
_ASSET = (CatalogueInvalid, AssetUnknown)
_CHANGED = (*_ASSET, CatalogueConflict)
_PRESENT = (*_ASSET, AssetDeleted)
_FILE = (*_PRESENT, AssetFileUnknown)
_VERSION = (*_PRESENT, VersionUnknown)
_METADATA = (MetadataInvalid,)

BODIES: dict[str, Bodies] = {
    "getScene": Bodies(SceneBody),
    "listConverters": Bodies(ConverterList),
    "listDatabases": Bodies(DatabasePage),
    "createDatabase": Bodies(
        DatabaseBody, CreateDatabase, 201, errors=(CatalogueInvalid, DatabaseExists), tagged=True
    ),
    "getDatabase": Bodies(DatabaseBody, errors=_DATABASE, tagged=True),
    "updateDatabase": Bodies(
        DatabaseBody, UpdateDatabase, errors=(*_DATABASE, CatalogueConflict), tagged=True
    ),
    "deleteDatabase": Bodies(
        DatabaseBody,
        errors=(*_DATABASE, CatalogueConflict, DatabaseNotEmpty, DatabaseProtected),
        tagged=True,
    ),
    "listAssets": Bodies(AssetPage, errors=_DATABASE),
    "createAsset": Bodies(
        AssetBody,
        CreateAsset,
        201,
        errors=(*_DATABASE, *_METADATA, AssetExists, CatalogueConflict),
        tagged=True,
    ),
    "getAsset": Bodies(AssetBody, errors=_ASSET, tagged=True),
    "updateAsset": Bodies(
        AssetBody, UpdateAsset, errors=(*_CHANGED, *_METADATA, AssetDeleted), tagged=True
    ),
    "deleteAsset": Bodies(
        AssetBody, errors=(*_CHANGED, DatabaseUnknown, AssetDeleted), tagged=True
    ),
    "restoreAsset": Bodies(AssetBody, errors=(*_CHANGED, AssetNotDeleted), tagged=True),
    "purgeAsset": Bodies(AssetPurged, None, 202, errors=(*_CHANGED, AssetNotDeleted)),
    "listFiles": Bodies(FilePage, errors=_PRESENT),
    "getFile": Bodies(FileBody, errors=_FILE, tagged=True),
    "deleteFile": Bodies(FileRemoved, errors=(*_FILE, CatalogueConflict), tagged=True),
    "listFileVersions": Bodies(FilePage, errors=_FILE),
    "getFileVersion": Bodies(FileBody, errors=_FILE),
    "getFileUrl": Bodies(FileUrl, errors=_FILE),
    "listVersions": Bodies(VersionPage, errors=_PRESENT),
    "createVersion": Bodies(
        VersionBody,
        CreateVersion,
        201,
        errors=(*_CHANGED, *_METADATA, AssetDeleted, VersionUnchanged),
    ),
    "getVersion": Bodies(VersionBody, errors=_VERSION),
    "listVersionFiles": Bodies(VersionFilePage, errors=_VERSION),
}
