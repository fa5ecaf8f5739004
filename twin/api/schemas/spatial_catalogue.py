"""Databases, assets and what can be converted."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from twin.api.schemas.constraints import Items, Number, Text
from twin.catalogue.naming import (
    KEY_PATTERN,
    MAXIMUM_TAG,
    MAXIMUM_TAGS,
    MAXIMUM_TEXT,
    MAXIMUM_TITLE,
)

Key = Annotated[str, Text(pattern=KEY_PATTERN)]
Title = Annotated[str, Text(1, MAXIMUM_TITLE)]
Description = Annotated[str, Text(0, MAXIMUM_TEXT)]
Tags = Annotated[list[Annotated[str, Text(1, MAXIMUM_TAG)]], Items(0, MAXIMUM_TAGS)]
Coordinates = Annotated[list[float], Items(3, 3)]
Retention = Annotated[int, Number(0, 3650)]


class CreateDatabase(TypedDict):
    """POST /databases; deleted assets of it can be restored for `retention_days`."""

    database_id: Key
    title: Title
    description: NotRequired[Description]
    tags: NotRequired[Tags]
    retention_days: NotRequired[Retention]


class UpdateDatabase(TypedDict):
    """PATCH of a database: what is not given stays."""

    title: NotRequired[Title]
    description: NotRequired[Description]
    tags: NotRequired[Tags]
    retention_days: NotRequired[Retention]


class DatabaseBody(TypedDict):
    """One database; `revision` is its ETag."""

    database_id: str
    title: str
    description: str
    tags: list[str]
    retention_days: int
    revision: int
    created_at: float
    created_by: str
    updated_at: float
    updated_by: str


class DatabasePage(TypedDict):
    """One page of databases: the site's own, then the others from the newest on."""

    databases: list[DatabaseBody]
    next_token: str | None


class Box(TypedDict):
    """Where an asset is: metres in the scene (Y up), or degrees east, degrees north and metres."""

    frame: Literal["site", "wgs84"]
    minimum: Coordinates
    maximum: Coordinates


class CreateAsset(TypedDict):
    """POST of an asset; `asset_type` names the schema of its metadata."""

    asset_key: Key
    title: Title
    description: NotRequired[Description]
    asset_type: NotRequired[Annotated[str, Text(0, 64)]]
    tags: NotRequired[Tags]
    metadata: NotRequired[dict[str, object]]
    box: NotRequired[Box | None]


class UpdateAsset(TypedDict):
    """PATCH of an asset: what is not given stays; metadata is replaced as a whole."""

    title: NotRequired[Title]
    description: NotRequired[Description]
    asset_type: NotRequired[Annotated[str, Text(0, 64)]]
    tags: NotRequired[Tags]
    metadata: NotRequired[dict[str, object]]
    box: NotRequired[Box | None]


class AssetBody(TypedDict):
    """One asset. `revision` is its ETag, `version` its newest version, 0 before the first.

    `deleted_at` and `purge_after` are set while it is deleted: it can be restored until then.
    """

    database_id: str
    asset_key: str
    title: str
    description: str
    asset_type: str
    tags: list[str]
    metadata: dict[str, object]
    aliases: list[str]
    box: Box | None
    version: int
    revision: int
    created_at: float
    created_by: str
    updated_at: float
    updated_by: str
    deleted_at: float | None
    purge_after: float | None


class AssetPage(TypedDict):
    """One page of the assets of a database, newest first.

    Assets that the caller may not read are left out: a page may be short, or empty, before the end.
    """

    assets: list[AssetBody]
    next_token: str | None


class AssetPurged(TypedDict):
    """An asset that is gone; its files are removed in the background."""

    database_id: str
    asset_key: str


class ConverterBody(TypedDict):
    """One converter: what it reads, what it writes, up to which size."""

    name: str
    title: str
    inputs: list[str]
    outputs: list[str]
    maximum_bytes: int


class ConverterList(TypedDict):
    """What can be uploaded."""

    converters: list[ConverterBody]
