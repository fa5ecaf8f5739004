"""The control plane: models, assets and tags."""

from __future__ import annotations

from twin_local.services.iotsitewise import tags
from twin_local.services.iotsitewise.asset_models import AssetModels
from twin_local.services.iotsitewise.asset_properties import AssetProperties
from twin_local.services.iotsitewise.assets import Assets
from twin_local.services.iotsitewise.associations import Associations
from twin_local.services.iotsitewise.composite_models import CompositeModels
from twin_local.services.iotsitewise.interfaces import Interfaces
from twin_local.services.iotsitewise.model_changes import ModelChanges
from twin_local.services.iotsitewise.operations import Operations, joined
from twin_local.services.iotsitewise.registry import Registry


def control_plane(registry: Registry) -> Operations:
    """Return the operations of the control plane of one account and region."""
    changes = ModelChanges(registry)
    assets = Assets(registry)
    kinds = {
        "asset-model": tags.Tagged(registry.model, registry.save_model),
        "asset": tags.Tagged(registry.asset, registry.save_asset),
    }
    return joined(
        AssetModels(registry, changes).operations(),
        CompositeModels(registry, changes).operations(),
        Interfaces(registry, changes).operations(),
        assets.operations(),
        Associations(registry, assets.summaries).operations(),
        AssetProperties(registry).operations(),
        tags.Tags(registry.arn, kinds).operations(),
    )
