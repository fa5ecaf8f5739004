"""The resources of the catalogue, with what policies read of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalogue_runtime.access import asset_as_resource, database_as_resource
from catalogue_runtime.store import CatalogueStore, unknown_asset, unknown_database
from twin.access.asked import Target
from twin.access.errors import ExplainInvalid
from twin.access.resource import SITE, Resource
from twin.catalogue.identity import AssetId
from twin.errors import TwinError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Resources:
    """The catalogue of a site; a site without one has no table."""

    client: DynamoDBClient
    table: str | None

    def find(self, target: Target) -> Resource:
        """Return a target as a resource.

        Raises:
            DatabaseUnknown: there is no such database.
            AssetUnknown: there is no such asset.
        """
        if target.database_id is None:
            return SITE
        if self.table is None:
            raise unknown(target)
        store = CatalogueStore(self.client, self.table)
        if target.asset_key is None:
            return database_as_resource(store.database(target.database_id))
        asset_id = AssetId(target.database_id, target.asset_key)
        return asset_as_resource(store.asset(asset_id, deleted=True))


def unknown(target: Target) -> TwinError:
    """Return the error of a target that is not there."""
    if target.database_id is None:
        return ExplainInvalid("the caller may not know of the site", expected="a role")
    if target.asset_key is None:
        return unknown_database(target.database_id)
    return unknown_asset(AssetId(target.database_id, target.asset_key))
