"""The catalogue in DynamoDB, the one source of truth of what is published.

Keys: `asset#<key>` / `asset` is the newest version of an asset, listed by the index `by-time`;
`asset#<key>` / `version#<number>` is one version with its files. A version, the asset's newest
version and the end of the upload that brought it are written in one transaction or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from spatial_runtime.upload_table import upload_item
from twin.spatial.catalogue import AssetVersion, CatalogueFile
from twin.spatial.derivative import Recipe
from twin.spatial.errors import AssetUnknown, CatalogConflict
from twin.spatial.upload import Upload
from twin_runtime.listing import newest_items

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LISTING = "assets"
Item = Any
"""An item or key as DynamoDB takes and answers it."""


@dataclass(frozen=True)
class CatalogEntry:
    """One version with its files."""

    version: AssetVersion
    files: tuple[CatalogueFile, ...]


@dataclass(frozen=True)
class CatalogPage:
    """One page of newest versions, the newest first."""

    entries: tuple[CatalogEntry, ...]
    next_token: str | None


class CatalogTable:
    """The catalogue of one site."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def newest(self, asset_key: str) -> CatalogEntry | None:
        """Return the newest version of an asset, or None."""
        answer = self._client.get_item(
            TableName=self._name, Key=_asset_key(asset_key), ConsistentRead=True
        )
        return _entry(answer["Item"]) if "Item" in answer else None

    def asset(self, asset_key: str) -> CatalogEntry:
        """Return the newest version of an asset.

        Raises:
            AssetUnknown: nothing is published under this key.
        """
        entry = self.newest(asset_key)
        if entry is None:
            raise AssetUnknown("no published asset has this key", found=asset_key)
        return entry

    def page(self, *, limit: int, token: str | None) -> CatalogPage:
        """Return one page of the newest versions.

        Raises:
            QueryInvalid: the token is not of this list.
        """
        page = newest_items(self._client, self._name, LISTING, limit=limit, token=token)
        return CatalogPage(tuple(_entry(item) for item in page.items), page.next_token)

    def publish(self, entry: CatalogEntry, upload: Upload) -> None:
        """Write a version, make it the asset's newest and close its upload, all or nothing.

        Raises:
            CatalogConflict: another version came first, or the upload is not converting any more.
        """
        version, body = entry.version, _body(entry)
        key = f"version#{version.version:08d}"
        puts = [
            _put(self._name, _newest_item(version, body), **_newest_condition(version)),
            _put(
                self._name,
                {**_key(version.asset_key, key), **body},
                ConditionExpression="attribute_not_exists(pk)",
            ),
            _put(self._name, upload_item(upload), **_converting(upload)),
        ]
        try:
            self._client.transact_write_items(TransactItems=puts)
        except self._client.exceptions.TransactionCanceledException as error:
            reasons = [reason.get("Code") for reason in error.response["CancellationReasons"]]
            if not set(reasons) & {"ConditionalCheckFailed", "TransactionConflict"}:
                raise
            raise CatalogConflict(
                "the asset or its upload changed while it was published",
                found=", ".join(map(str, reasons)),
                expected=f"version {version.version - 1} as the newest",
                where=version.asset_key,
            ) from error


def _put(table: str, item: Item, **condition: Any) -> Any:  # noqa: ANN401 - DynamoDB's shapes
    return {"Put": {"TableName": table, "Item": item, **condition}}


def _newest_condition(version: AssetVersion) -> dict[str, Any]:
    if version.version == 1:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "version = :previous",
        "ExpressionAttributeValues": {":previous": {"N": str(version.version - 1)}},
    }


def _converting(upload: Upload) -> dict[str, Any]:
    return {
        "ConditionExpression": "upload_state = :converting AND execution = :execution",
        "ExpressionAttributeValues": {
            ":converting": {"S": "CONVERTING"},
            ":execution": {"S": upload.execution},
        },
    }


def _newest_item(version: AssetVersion, body: Item) -> Item:
    return {
        **_asset_key(version.asset_key),
        **body,
        "gpk": {"S": LISTING},
        "gsk": {"S": f"{version.published_at:017.6f}"},
    }


def _body(entry: CatalogEntry) -> Item:
    return {
        "version": {"N": str(entry.version.version)},
        "record": {"S": json.dumps(asdict(entry))},
    }


def _entry(item: Mapping[str, Any]) -> CatalogEntry:
    record = json.loads(item["record"]["S"])
    version = record["version"]
    recipe = Recipe(**version.pop("recipe"))
    files = tuple(CatalogueFile(**file) for file in record["files"])
    return CatalogEntry(AssetVersion(**version, recipe=recipe), files)


def _key(asset_key: str, sort: str) -> Item:
    return {"pk": {"S": f"asset#{asset_key}"}, "sk": {"S": sort}}


def _asset_key(asset_key: str) -> Item:
    return _key(asset_key, "asset")
