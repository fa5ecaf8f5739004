"""What a compiled site wants of TwinMaker, as the loader compares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twin.compile.connectors import ConnectorPlan
from twin.compile.sitewise_plan import SiteWisePlan
from twin.compile.twinmaker import (
    EQUIPMENT_COMPONENT,
    SITEWISE_CONNECTOR,
    TELEMETRY_COMPONENT,
    TwinEntity,
    TwinMakerPlan,
)
from twin.connectors.connector import component_type_id
from twin.loading.entities import Entity, EntityComponent
from twin.loading.wanted import MODEL_ID

ASSET_ID = "sitewiseAssetId"


def wanted_entities(
    graph: TwinMakerPlan, plan: SiteWisePlan, connectors: Sequence[ConnectorPlan]
) -> tuple[Entity, ...]:
    """Return the entities; their telemetry goes by the external ids of the models."""
    models = {model.type: model.external_id for model in plan.models}
    telemetry = {
        asset.id: EntityComponent(
            SITEWISE_CONNECTOR, {ASSET_ID: asset.uuid, MODEL_ID: models[asset.type]}
        )
        for asset in plan.assets
    }
    connected = _connected(connectors)
    return tuple(
        _entity(one, telemetry[one.asset], connected.get(one.asset, {})) for one in graph.entities
    )


def _entity(
    one: TwinEntity, telemetry: EntityComponent, connected: Mapping[str, EntityComponent]
) -> Entity:
    return Entity(
        entity_id=one.entity_id,
        name=one.entity_name,
        description=one.description,
        parent_id=one.parent_entity_id,
        components={
            TELEMETRY_COMPONENT: telemetry,
            EQUIPMENT_COMPONENT: EntityComponent(
                one.component_type_id, {**dict(one.equipment), **dict(one.relations)}
            ),
            **connected,
        },
    )


def _connected(connectors: Sequence[ConnectorPlan]) -> dict[str, dict[str, EntityComponent]]:
    """Return the components that connectors give to the entities of assets."""
    found: dict[str, dict[str, EntityComponent]] = {}
    for plan in connectors:
        for one in plan.components:
            type_id = component_type_id(plan.site.document.name, one.kind)
            found.setdefault(one.asset, {})[one.name] = EntityComponent(type_id, dict(one.values))
    return found
