"""That an asset is there, as a part of a transaction that does not change it."""

from __future__ import annotations

from catalogue_runtime import keys
from catalogue_runtime.writes import Condition, Write, check
from twin.catalogue.identity import AssetId


def present(asset_id: AssetId) -> Write:
    """Return the condition that an asset is there and not deleted: it is in its database's list."""
    listing = {":present": {"S": keys.assets_of(asset_id.database_id)}}
    return check(keys.asset_key(asset_id), Condition("gpk = :present", listing))
