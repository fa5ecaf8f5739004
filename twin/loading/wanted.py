"""All that a site wants loaded: its assets, and the entities that stand for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from twin.loading.assets import WantedAsset
from twin.loading.entities import Entity, EntityComponent

MODEL_ID = "sitewiseAssetModelId"
"""The property of a SiteWise connector that holds the UUID of the asset's model."""


@dataclass(frozen=True)
class WantedSite:
    """A site's instances; `prefix` begins the external ids of its assets and its component types.

    Where CloudFormation makes the instances (`is_loaded` is False) only the values of attributes
    are loaded, which it cannot express. `models` are external ids; the models of `entities` go by
    them too, until the UUIDs are known. Without TwinMaker `workspace` is None.
    """

    name: str
    models: tuple[str, ...]
    assets: tuple[WantedAsset, ...]
    is_loaded: bool
    workspace: str | None = None
    entities: tuple[Entity, ...] = ()

    @property
    def prefix(self) -> str:
        """Return how external ids of the site begin."""
        return f"{self.name}."

    def entities_with(self, model_ids: Mapping[str, str]) -> tuple[Entity, ...]:
        """Return the entities with the UUIDs of the deployed models."""
        return tuple(
            replace(
                entity,
                components={
                    name: _with_model_id(component, model_ids)
                    for name, component in entity.components.items()
                },
            )
            for entity in self.entities
        )


def _with_model_id(component: EntityComponent, model_ids: Mapping[str, str]) -> EntityComponent:
    model = component.values.get(MODEL_ID)
    if not isinstance(model, str):
        return component
    return replace(component, values={**component.values, MODEL_ID: model_ids[model]})
