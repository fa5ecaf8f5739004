"""Site definition → AWS IoT TwinMaker component types, entities and the scene document.

Our files are the truth; TwinMaker is one compiled target. Field names follow
`AWS::IoTTwinMaker::ComponentType` and `AWS::IoTTwinMaker::Entity`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from twin import identity
from twin.compile.type_members import members, title_of
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
    """One component type per equipment type: what kind of thing an entity is."""

    component_type_id: str
    description: str
    properties: tuple[PropertyDefinition, ...]


@dataclass(frozen=True)
class TwinEntity:
    """One entity per asset.

    `equipment` are the values of its equipment component. Its telemetry component is of type
    `SITEWISE_CONNECTOR`; its ids come from the deployed SiteWise asset `asset`.
    """

    entity_id: str
    entity_name: str
    description: str
    parent_entity_id: str | None
    asset: str
    component_type_id: str
    equipment: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TwinMakerPlan:
    """Component types, entities (parents first) and the scene id of a site."""

    workspace_id: str
    component_types: tuple[ComponentType, ...]
    entities: tuple[TwinEntity, ...]
    scene_id: str


def compile_twinmaker(definition: SiteDefinition) -> TwinMakerPlan:
    """Compile a definition that `load_site` has checked."""
    used = dict.fromkeys(asset.type for asset in definition.twin.assets.values())
    return TwinMakerPlan(
        workspace_id=f"{definition.name}-twin",
        component_types=tuple(_component_type(definition, name) for name in used),
        entities=tuple(_entity(definition, asset_id) for asset_id in _parents_first(definition)),
        scene_id=f"{definition.name}-scene",
    )


def scene_document(definition: SiteDefinition, *, model_uris: dict[str, str]) -> str:
    """Return the scene JSON; `model_uris` maps asset keys to the address of their GLB.

    A model without an address is left out: the scene names nothing that does not exist.
    """
    models = [(key, model_uris[key]) for key in definition.scene if key in model_uris]
    nodes = [_model_node(definition, key, uri) for key, uri in models]
    document = {
        "specVersion": "1.0",
        "version": "1",
        "unit": "meters",
        "properties": {"environmentPreset": "neutral"},
        "nodes": nodes,
        "rootNodeIndexes": list(range(len(nodes))),
        "cameras": [],
        "rules": {},
    }
    return json.dumps(document, sort_keys=True, indent=1, ensure_ascii=False)


def _model_node(definition: SiteDefinition, key: str, uri: str) -> dict[str, object]:
    item = definition.scene[key]
    return {
        "name": title_of(key, item.title),
        "transform": {
            "position": list(item.position_metres),
            "rotation": list(item.rotation_radians),
            "scale": [1, 1, 1],
        },
        "children": [],
        "properties": {},
        "components": [{"type": "ModelRef", "uri": uri, "modelType": "GLB"}],
    }


def _component_type_id(definition: SiteDefinition, type_name: str) -> str:
    return f"{definition.name}.{type_name}"


def _component_type(definition: SiteDefinition, name: str) -> ComponentType:
    equipment = definition.twin.types[name]
    return ComponentType(
        component_type_id=_component_type_id(definition, name),
        description=title_of(name, equipment.title),
        properties=(
            PropertyDefinition("level", "STRING", False, equipment.level),
            PropertyDefinition("mesh_node", "STRING", False, None),
            *(
                PropertyDefinition(f"alias_{member.name}", "STRING", True, None)
                for member in members(equipment)
            ),
        ),
    )


def _entity(definition: SiteDefinition, asset_id: str) -> TwinEntity:
    asset = definition.twin.assets[asset_id]
    equipment = definition.twin.types[asset.type]
    aliases = [
        (f"alias_{member.name}", identity.signal_alias(definition.name, asset_id, member.name))
        for member in members(equipment)
    ]
    return TwinEntity(
        entity_id=asset_id,
        entity_name=asset_id,
        description=asset.title or asset_id,
        parent_entity_id=asset.parent,
        asset=asset_id,
        component_type_id=_component_type_id(definition, asset.type),
        equipment=(("mesh_node", asset.mesh_node or asset_id), *aliases),
    )


def _parents_first(definition: SiteDefinition) -> list[str]:
    assets = definition.twin.assets
    ordered: list[str] = []
    while len(ordered) < len(assets):
        ordered += [
            asset_id
            for asset_id, asset in assets.items()
            if asset_id not in ordered and (asset.parent is None or asset.parent in ordered)
        ]
    return ordered
