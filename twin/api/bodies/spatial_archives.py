"""Bodies of the operations in `twin.api.routes.spatial_archives`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.spatial_archives import ArchiveBody
from twin.catalogue.archive.archive import ArchiveUnknown
from twin.catalogue.errors import AssetDeleted, AssetUnknown, CatalogueInvalid, VersionUnknown

_VERSION = (AssetDeleted, AssetUnknown, CatalogueInvalid, VersionUnknown)

BODIES: dict[str, Bodies] = {
    "requestArchive": Bodies(ArchiveBody, status=202, errors=_VERSION),
    "getArchive": Bodies(ArchiveBody, errors=(*_VERSION, ArchiveUnknown)),
}
