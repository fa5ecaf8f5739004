"""An export document: assets with their files and metadata, and how they are linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from twin.catalogue.asset import Metadata, MetadataValue
from twin.catalogue.errors import CatalogueError
from twin.catalogue.exchange.values import item_of, value_of
from twin.spatial.asset_key import asset_key_of

FILE_METADATA = "file_metadata"
"""Where metadata of files is in that of their asset: here only assets have metadata."""

PARENT, RELATED = "parentChild", "related"


class ExchangeInvalid(CatalogueError):
    """A document is no export, or two of its assets would have one key."""

    code: ClassVar[str] = "EXCHANGE_INVALID"


@dataclass(frozen=True)
class ExchangeAsset:
    """One asset; its files are in the folder `original_id`."""

    original_id: str
    original_database: str
    title: str
    description: str
    asset_type: str
    tags: tuple[str, ...]
    metadata: Metadata
    is_archived: bool = False
    version: int = 0
    comment: str = ""
    files: tuple[tuple[str, int], ...] = ()
    """Paths and sizes in bytes."""

    @property
    def asset_key(self) -> str:
        """Return the key that the asset gets."""
        return asset_key_of(f"{self.original_id}.asset")


@dataclass(frozen=True)
class ExchangeLink:
    """One relation: of a parent and a child, or of two assets that are related."""

    kind: str
    parent_id: str
    child_id: str
    metadata: Metadata = field(default_factory=dict)


@dataclass(frozen=True)
class Exchange:
    """The assets of one or more documents, each once, and their links."""

    assets: tuple[ExchangeAsset, ...]
    links: tuple[ExchangeLink, ...]

    @classmethod
    def read(cls, documents: Iterable[tuple[str, Any]]) -> Exchange:
        """Read documents, each with its name; an export comes in pages.

        Raises:
            ExchangeInvalid: one is no export, or two assets would have the same key.
        """
        assets: dict[str, ExchangeAsset] = {}
        links: dict[tuple[str, str, str], ExchangeLink] = {}
        for name, document in documents:
            if not isinstance(document, Mapping) or not isinstance(document.get("assets"), list):
                raise ExchangeInvalid(
                    "the document is no export", expected="an object with `assets`", where=name
                )
            for row in document["assets"]:
                if not (isinstance(row, Mapping) and row.get("unauthorizedAsset")):
                    asset = _asset(row, name)
                    assets[asset.original_id] = asset
            for row in document.get("relationships") or ():
                link = _link(row, name)
                links[link.kind, link.parent_id, link.child_id] = link
        _require_distinct(assets.values())
        return cls(tuple(assets.values()), tuple(links.values()))

    def to_document(self) -> dict[str, Any]:
        """Return the export document."""
        return {
            "assets": [_asset_row(asset) for asset in self.assets],
            "relationships": [_link_row(link, self._databases()) for link in self.links],
            "NextToken": None,
            "totalAssetsInTree": len(self.assets),
            "assetsInThisPage": len(self.assets),
        }

    def _databases(self) -> dict[str, str]:
        return {asset.original_id: asset.original_database for asset in self.assets}


def _asset(row: Mapping[str, Any], where: str) -> ExchangeAsset:
    try:
        metadata = _metadata(row.get("metadata"))
        of_files: dict[str, MetadataValue] = {
            file["relativePath"].lstrip("/"): _metadata(file["metadata"])
            for file in row.get("files") or ()
            if file.get("metadata")
        }
        if of_files:
            metadata[FILE_METADATA] = of_files
        if row.get("isdistributable") is False:
            metadata["distributable"] = False
        return ExchangeAsset(
            original_id=str(row["assetid"]),
            original_database=str(row.get("databaseid", "")),
            title=str(row.get("assetname") or row["assetid"]),
            description=str(row.get("description") or ""),
            asset_type=str(row.get("assettype") or ""),
            tags=tuple(map(str, row.get("tags") or ())),
            metadata=metadata,
            is_archived=bool(row.get("archived")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ExchangeInvalid("an asset is not readable", found=repr(error), where=where) from error


def _metadata(items: Any) -> dict[str, MetadataValue]:  # noqa: ANN401 - any JSON
    return {str(name): value_of(item) for name, item in (items or {}).items()}


def _link(row: Mapping[str, Any], where: str) -> ExchangeLink:
    try:
        metadata = _metadata(row.get("metadata"))
        if row.get("assetLinkAliasId"):
            metadata["alias"] = str(row["assetLinkAliasId"])
        return ExchangeLink(
            kind=str(row["assetLinkType"]),
            parent_id=str(row["parentAssetId"]),
            child_id=str(row["childAssetId"]),
            metadata=metadata,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ExchangeInvalid("a link is not readable", found=repr(error), where=where) from error


def _require_distinct(assets: Iterable[ExchangeAsset]) -> None:
    seen: dict[str, str] = {}
    for asset in assets:
        other = seen.setdefault(asset.asset_key, asset.original_id)
        if other != asset.original_id:
            raise ExchangeInvalid(
                "two assets would have the same key",
                found=f"{other!a:.80} and {asset.original_id!a:.80}",
                expected="ids that differ in more than case and punctuation",
                where=asset.asset_key,
            )


def _asset_row(asset: ExchangeAsset) -> dict[str, Any]:
    metadata = dict(asset.metadata)
    of_files = metadata.pop(FILE_METADATA, None)
    of_files = of_files if isinstance(of_files, dict) else {}
    return {
        "is_root_lookup_asset": True,
        "id": asset.original_id,
        "databaseid": asset.original_database,
        "assetid": asset.original_id,
        "assetname": asset.title,
        "assettype": asset.asset_type,
        "description": asset.description,
        "isdistributable": metadata.pop("distributable", True) is not False,
        "tags": list(asset.tags),
        "asset_version_id": str(asset.version),
        "asset_version_comment": asset.comment,
        "archived": asset.is_archived,
        "metadata": {name: item_of(value) for name, value in metadata.items()},
        "files": [_file_row(asset, path, size, of_files.get(path)) for path, size in asset.files],
    }


def _file_row(
    asset: ExchangeAsset, path: str, size_bytes: int, metadata: MetadataValue
) -> dict[str, Any]:
    known = metadata if isinstance(metadata, dict) else {}
    return {
        "fileName": path.rpartition("/")[2],
        "key": f"{asset.original_id}/{path}",
        "relativePath": f"/{path}",
        "isFolder": False,
        "size": size_bytes,
        "isArchived": False,
        "metadata": {name: item_of(value) for name, value in known.items()},
    }


def _link_row(link: ExchangeLink, databases: Mapping[str, str]) -> dict[str, Any]:
    metadata = dict(link.metadata)
    alias = metadata.pop("alias", None)
    return {
        "parentAssetId": link.parent_id,
        "parentAssetDatabaseId": databases.get(link.parent_id, ""),
        "childAssetId": link.child_id,
        "childAssetDatabaseId": databases.get(link.child_id, ""),
        "assetLinkType": link.kind,
        "assetLinkAliasId": alias,
        "metadata": {name: item_of(value) for name, value in metadata.items()},
    }
