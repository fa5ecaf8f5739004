"""Site definition → AWS IoT TwinMaker component types and entities.

Our files are the truth; TwinMaker is one compiled target. Field names follow
`AWS::IoTTwinMaker::ComponentType` and `AWS::IoTTwinMaker::Entity`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twin import identity
from twin.compile.asset_tree import AssetTree
from twin.compile.type_members import Member, members_by_type, title_of
from twin.definition.site import SiteDefinition

SITEWISE_CONNECTOR = "com.amazon.iotsitewise.connector"
"""The component type of AWS that reads the values of a SiteWise asset."""

TELEMETRY_COMPONENT = "telemetry"
EQUIPMENT_COMPONENT = "equipment"


@dataclass(frozen=True)
class PropertyDefinition:
    """A property of a component type that does not change with time."""

    name: str
    data_type: Literal["STRING"]
    is_required_in_entity: bool
    default_value: str | None


@dataclass(frozen=True)
class ComponentType:
    """One component type per equipment type: what kind of thing an entity is.

    `relations` are properties that are lists of relationships, each of the type of its name.
    """

    component_type_id: str
    description: str
    properties: tuple[PropertyDefinition, ...]
    relations: tuple[str, ...] = ()


@dataclass(frozen=True)
class TwinEntity:
    """One entity per asset.

    `equipment` are the values of its equipment component, `relations` the entities to which each of
    its relations leads; `isChildOf` follows from the parent. Its telemetry component is of type
    `SITEWISE_CONNECTOR`; its ids come from the deployed SiteWise asset `asset`.
    """

    entity_id: str
    entity_name: str
    description: str
    parent_entity_id: str | None
    asset: str
    component_type_id: str
    equipment: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class TwinMakerPlan:
    """Component types, entities (parents first) and the scene id of a site."""

    workspace_id: str
    component_types: tuple[ComponentType, ...]
    entities: tuple[TwinEntity, ...]
    scene_id: str


def compile_twinmaker(definition: SiteDefinition) -> TwinMakerPlan:
    """Compile a definition that `load_site` has checked."""
    of_types = members_by_type(definition.twin)
    relations: dict[str, dict[str, None]] = {}
    for asset in definition.twin.assets.values():
        relations.setdefault(asset.type, {}).update(dict.fromkeys(asset.relations))
    order = AssetTree(definition.twin).assets_parents_first()
    return TwinMakerPlan(
        workspace_id=f"{definition.name}-twin",
        component_types=tuple(
            _component_type(definition, name, of_types[name], tuple(named))
            for name, named in relations.items()
        ),
        entities=tuple(
            _entity(definition, asset_id, of_types[definition.twin.assets[asset_id].type])
            for asset_id in order
        ),
        scene_id=f"{definition.name}-scene",
    )


def _component_type_id(definition: SiteDefinition, type_name: str) -> str:
    return f"{definition.name}.{type_name}"


def _component_type(
    definition: SiteDefinition, name: str, of_type: tuple[Member, ...], relations: tuple[str, ...]
) -> ComponentType:
    equipment = definition.twin.types[name]
    return ComponentType(
        component_type_id=_component_type_id(definition, name),
        description=title_of(name, equipment.title),
        properties=(
            PropertyDefinition("level", "STRING", False, equipment.level),
            PropertyDefinition("mesh_node", "STRING", False, None),
            *(
                PropertyDefinition(identity.alias_property(member.name), "STRING", True, None)
                for member in of_type
            ),
        ),
        relations=relations,
    )


def _entity(definition: SiteDefinition, asset_id: str, of_type: tuple[Member, ...]) -> TwinEntity:
    asset = definition.twin.assets[asset_id]
    aliases = [
        (
            identity.alias_property(member.name),
            identity.signal_alias(definition.name, asset_id, member.name),
        )
        for member in of_type
    ]
    return TwinEntity(
        entity_id=asset_id,
        entity_name=asset_id,
        description=asset.title or asset_id,
        parent_entity_id=asset.parent,
        asset=asset_id,
        component_type_id=_component_type_id(definition, asset.type),
        equipment=(("mesh_node", asset.mesh_node or asset_id), *aliases),
        relations=tuple(asset.relations.items()),
    )
