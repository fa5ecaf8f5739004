"""What is said of assets: typed metadata, links, comments, aliases, tags and the history."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from twin.api.schemas.constraints import Text
from twin.api.schemas.spatial_catalogue import Key, Tags
from twin.catalogue.alias import MAXIMUM_ALIAS
from twin.catalogue.comment import MAXIMUM_COMMENT
from twin.catalogue.link import Direction, LinkKind


class PutMetadataSchema(TypedDict):
    """PUT of a schema: JSON Schema draft 2020-12, of the type `object`.

    Without If-Match it makes a schema that is not there; with it, it changes that revision.
    """

    schema: dict[str, object]


class MetadataSchemaBody(TypedDict):
    """One revision of the schema of a type of asset; `revision` is its ETag."""

    database_id: str
    asset_type: str
    revision: int
    schema: dict[str, object]
    changed_at: float
    changed_by: str


class MetadataSchemaSummary(TypedDict):
    """The newest revision of a schema, without the schema."""

    database_id: str
    asset_type: str
    revision: int
    title: str
    changed_at: float
    changed_by: str


class MetadataSchemaPage(TypedDict):
    """One page of the schemas that a database has itself, by type."""

    schemas: list[MetadataSchemaSummary]
    next_token: str | None


class SchemaReference(TypedDict):
    """The schema that counts: the database's own, or the one of the database `site`."""

    database_id: str
    revision: int


class MetadataFinding(TypedDict):
    """Where metadata is not what its schema demands; `pointer` as in RFC 6901."""

    pointer: str
    found: str
    expected: str


class AssetMetadataBody(TypedDict):
    """The metadata of an asset, and how it stands to the schema of its type now."""

    asset_type: str
    metadata: dict[str, object]
    schema: SchemaReference | None
    metadata_valid: bool
    findings: list[MetadataFinding]


class CreateLink(TypedDict):
    """POST of a link: what the other asset is to this one."""

    kind: LinkKind
    database_id: Key
    asset_key: Key
    metadata: NotRequired[dict[str, object]]


class LinkBody(TypedDict):
    """One link as the asset of the request sees it; `deleted` tells that the other end is."""

    kind: LinkKind
    direction: Direction
    database_id: str
    asset_key: str
    title: str
    asset_type: str
    deleted: bool
    metadata: dict[str, object]
    created_at: float
    created_by: str


class LinkPage(TypedDict):
    """One page of links, by kind, database and key of the other end."""

    links: list[LinkBody]
    next_token: str | None


class LinkRemoved(TypedDict):
    """A link that is gone from both ends."""

    kind: LinkKind
    database_id: str
    asset_key: str


class WriteComment(TypedDict):
    """POST or PUT of a comment."""

    text: Annotated[str, Text(1, MAXIMUM_COMMENT)]


class CommentBody(TypedDict):
    """One comment on a version; `revision` is its ETag."""

    comment_id: str
    version: int
    text: str
    created_at: float
    created_by: str
    created_by_name: str
    updated_at: float
    revision: int


class CommentPage(TypedDict):
    """One page of comments, the newest first."""

    comments: list[CommentBody]
    next_token: str | None


class AddAlias(TypedDict):
    """POST of an alias."""

    alias: Annotated[str, Text(1, MAXIMUM_ALIAS)]


class AliasesBody(TypedDict):
    """The aliases of an asset; `revision` is the asset's."""

    aliases: list[str]
    revision: int


class AliasBody(TypedDict):
    """The asset that has an alias."""

    alias: str
    database_id: str
    asset_key: str
    title: str
    deleted: bool


class ChangeTags(TypedDict):
    """PATCH of tags: those to add and those to remove, in one step; their order does not count."""

    add: NotRequired[Tags]
    remove: NotRequired[Tags]


class TagsBody(TypedDict):
    """The tags of an asset; `revision` is the asset's."""

    tags: list[str]
    revision: int


class TagCount(TypedDict):
    """A tag, and how many assets of the database have it."""

    tag: str
    assets: int


class TagPage(TypedDict):
    """One page of the tags in use, in their order."""

    tags: list[TagCount]
    next_token: str | None


class FieldChangeBody(TypedDict):
    """One field before and after; null where it was not there."""

    field: str
    before: object
    after: object


class ChangeBody(TypedDict):
    """Who did what, and when; `subject` is `database:<id>` or `asset:<database>/<key>`."""

    change_id: str
    subject: str
    action: str
    at: float
    by: str
    by_name: str
    fields: list[FieldChangeBody]
    details: dict[str, str]


class ChangePage(TypedDict):
    """One page of changes."""

    changes: list[ChangeBody]
    next_token: str | None
