"""Bodies of the operations in `twin.api.routes.spatial_details`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.spatial_details import (
    AddAlias,
    AliasBody,
    AliasesBody,
    AssetMetadataBody,
    ChangePage,
    ChangeTags,
    CommentBody,
    CommentPage,
    CreateLink,
    LinkBody,
    LinkPage,
    LinkRemoved,
    MetadataSchemaBody,
    MetadataSchemaPage,
    PutMetadataSchema,
    TagPage,
    TagsBody,
    WriteComment,
)
from twin.catalogue.detail_errors import (
    AliasesTooMany,
    AliasTaken,
    AliasUnknown,
    CommentNotYours,
    CommentUnknown,
    LinkCycle,
    LinkInvalid,
    LinkTooDeep,
    LinkUnknown,
    MetadataInvalid,
    SchemaInvalid,
    SchemaUnknown,
)
from twin.catalogue.errors import (
    AssetDeleted,
    AssetUnknown,
    CatalogueConflict,
    CatalogueInvalid,
    DatabaseUnknown,
    VersionUnknown,
)

_DATABASE = (CatalogueInvalid, DatabaseUnknown)
_ASSET = (CatalogueInvalid, AssetUnknown)
_PRESENT = (*_ASSET, AssetDeleted, CatalogueConflict)
_LINK = (*_PRESENT, LinkInvalid)
_VERSION = (*_ASSET, VersionUnknown)
_COMMENT = (*_PRESENT, VersionUnknown, CommentUnknown, CommentNotYours)
_SCHEMA = (*_DATABASE, SchemaUnknown)

BODIES: dict[str, Bodies] = {
    "listMetadataSchemas": Bodies(MetadataSchemaPage, errors=_DATABASE),
    "getMetadataSchema": Bodies(MetadataSchemaBody, errors=_SCHEMA, tagged=True),
    "putMetadataSchema": Bodies(
        MetadataSchemaBody,
        PutMetadataSchema,
        errors=(*_DATABASE, SchemaInvalid, CatalogueConflict),
        tagged=True,
    ),
    "deleteMetadataSchema": Bodies(MetadataSchemaBody, errors=(*_SCHEMA, CatalogueConflict)),
    "getAssetMetadata": Bodies(AssetMetadataBody, errors=_ASSET, tagged=True),
    "listLinks": Bodies(LinkPage, errors=_ASSET),
    "createLink": Bodies(
        LinkBody, CreateLink, 201, errors=(*_LINK, LinkCycle, LinkTooDeep, MetadataInvalid)
    ),
    "deleteLink": Bodies(LinkRemoved, errors=(*_LINK, LinkUnknown)),
    "listComments": Bodies(CommentPage, errors=_VERSION),
    "addComment": Bodies(
        CommentBody, WriteComment, 201, errors=(*_PRESENT, VersionUnknown), tagged=True
    ),
    "updateComment": Bodies(CommentBody, WriteComment, errors=_COMMENT, tagged=True),
    "deleteComment": Bodies(CommentBody, errors=_COMMENT),
    "resolveAlias": Bodies(AliasBody, errors=(CatalogueInvalid, AliasUnknown)),
    "addAlias": Bodies(
        AliasesBody, AddAlias, errors=(*_PRESENT, AliasTaken, AliasesTooMany), tagged=True
    ),
    "removeAlias": Bodies(AliasesBody, errors=(*_PRESENT, AliasUnknown), tagged=True),
    "listTags": Bodies(TagPage, errors=_DATABASE),
    "changeTags": Bodies(TagsBody, ChangeTags, errors=_PRESENT, tagged=True),
    "getDatabaseHistory": Bodies(ChangePage, errors=_DATABASE),
    "getAssetHistory": Bodies(ChangePage, errors=_ASSET),
    "listChanges": Bodies(ChangePage),
}
