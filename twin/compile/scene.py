"""Site definition → the scene document of AWS IoT TwinMaker.

No schema of it is published; `scene_schema.json` states what is written here, after the scene
composer of IoT App Kit (https://github.com/awslabs/iot-app-kit, Apache-2.0). `children` and
`rootNodeIndexes` are indexes into `nodes`; angles are radians, lengths metres, Y up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from twin.compile.twinmaker import TELEMETRY_COMPONENT
from twin.compile.type_members import title_of
from twin.definition.alarm import AlarmDefinition
from twin.definition.equipment import LEVELS
from twin.definition.site import SiteDefinition

ICONS = {
    "critical": "iottwinmaker.common.icon:Error",
    "high": "iottwinmaker.common.icon:Error",
    "medium": "iottwinmaker.common.icon:Warning",
    "low": "iottwinmaker.common.icon:Info",
}
COLOURS = {
    "critical": "iottwinmaker.common.color:#b3261e",
    "high": "iottwinmaker.common.color:#d9480f",
    "medium": "iottwinmaker.common.color:#e8a317",
    "low": "iottwinmaker.common.color:#3b6ea5",
}
"""By priority of an alarm."""

_FIRST_LEVEL_WITH_A_BODY = LEVELS.index("work_unit")
Json = dict[str, Any]
PropertyIds = Mapping[tuple[str, str], str]
"""(type, property) → UUID of the property in the model of the type."""


def scene_document(
    definition: SiteDefinition,
    *,
    model_uris: Mapping[str, str],
    property_ids: PropertyIds = MappingProxyType({}),
) -> str:
    """Return the scene JSON; `model_uris` maps asset keys to the address of their GLB.

    `property_ids` are the UUIDs of the properties of the deployed SiteWise models, which the names
    of the properties of `com.amazon.iotsitewise.connector` are made from. The scene names nothing
    that does not exist: without an address a model is left out, without an id what follows a
    signal. An asset with a mesh gets a node below the model, if only one could have the mesh.
    """
    scene = _Scene(definition, property_ids)
    for key in definition.scene:
        if key in model_uris:
            scene.add_model(key, model_uris[key])
    if len(scene.roots) == 1:
        for asset_id in definition.twin.assets:
            scene.add_asset(asset_id)
    document: Json = {
        "specVersion": "1.0",
        "version": "1",
        "unit": "meters",
        "properties": {"environmentPreset": "neutral"},
        "nodes": scene.nodes,
        "rootNodeIndexes": scene.roots,
        "cameras": [],
        "rules": scene.rules,
    }
    return json.dumps(document, sort_keys=True, indent=1, ensure_ascii=False)


@dataclass
class _Scene:
    """The nodes and rules of a scene while it grows."""

    definition: SiteDefinition
    property_ids: PropertyIds
    nodes: list[Json] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    rules: dict[str, Json] = field(default_factory=dict)

    def add_model(self, key: str, uri: str) -> None:
        """Add the node of a CAD model."""
        item = self.definition.scene[key]
        position, rotation = list(item.position_metres), list(item.rotation_radians)
        model = {"type": "ModelRef", "uri": uri, "modelType": "GLB"}
        self.roots.append(len(self.nodes))
        self.nodes.append(_node(title_of(key, item.title), position, rotation, [model]))

    def add_asset(self, asset_id: str) -> None:
        """Add the node of an asset that has a mesh, bound to its entity and its alarms."""
        asset = self.definition.twin.assets[asset_id]
        equipment = self.definition.twin.equipment[asset.type]
        has_body = LEVELS.index(equipment.level) >= _FIRST_LEVEL_WITH_A_BODY
        mesh = asset.mesh_node or (asset_id if has_body else None)
        if mesh is None:
            return
        (root,) = self.roots
        components: list[Json] = [
            {"type": "SubModelRef", "parentRef": self.nodes[root]["name"], "selector": mesh},
            {"type": "EntityBinding", "valueDataBinding": _binding({"entityId": asset_id})},
        ]
        for name, alarm in equipment.alarms.items():
            property_id = self.property_ids.get((asset.type, alarm.signal))
            if property_id is not None:
                rules = f"{asset.type}.{name}"
                components += self._alarm(asset_id, rules, alarm, f"Property_{property_id}")
        self.nodes[root]["children"].append(len(self.nodes))
        self.nodes.append(_node(asset.title or asset_id, [0, 0, 0], [0, 0, 0], components))

    def _alarm(
        self, asset_id: str, rules: str, alarm: AlarmDefinition, property_name: str
    ) -> tuple[Json, Json]:
        """Return a tag and a shader that follow the signal of an alarm, by rules of its type."""
        variable = property_name.replace("-", "__")  # as the viewer names it in rules
        condition = f"{variable} {alarm.comparison} {alarm.threshold:.15g}"
        context = {
            "entityId": asset_id,
            "componentName": TELEMETRY_COMPONENT,
            "propertyName": property_name,
        }
        icon, colour = f"{rules}.icon", f"{rules}.colour"
        self.rules[icon] = _rule(condition, ICONS[alarm.priority])
        self.rules[colour] = _rule(condition, COLOURS[alarm.priority])
        binding = _binding(context)
        return (
            {
                "type": "Tag",
                "icon": ICONS["low"],
                "ruleBasedMapId": icon,
                "valueDataBinding": binding,
            },
            {"type": "ModelShader", "ruleBasedMapId": colour, "valueDataBinding": binding},
        )


def _node(name: str, position: list[Any], rotation: list[Any], components: list[Json]) -> Json:
    return {
        "name": name,
        "transform": {"position": position, "rotation": rotation, "scale": [1, 1, 1]},
        "children": [],
        "properties": {},
        "components": components,
    }


def _binding(context: Mapping[str, str]) -> Json:
    return {"dataBindingContext": dict(context)}


def _rule(condition: str, target: str) -> Json:
    return {"statements": [{"expression": condition, "target": target}]}
