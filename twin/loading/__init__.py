"""Loading asset instances: what a site file wants against what AWS has, as operations. Pure."""

from twin.loading.asset_differences import asset_differences, attribute_differences
from twin.loading.entity_differences import entity_differences
from twin.loading.errors import (
    AssetFailedError,
    AssetHasChildrenError,
    AssetTakenError,
    LoadError,
    ModelMissingError,
)
from twin.loading.plan import Plan, Step

__all__ = [
    "AssetFailedError",
    "AssetHasChildrenError",
    "AssetTakenError",
    "LoadError",
    "ModelMissingError",
    "Plan",
    "Step",
    "asset_differences",
    "attribute_differences",
    "entity_differences",
]
