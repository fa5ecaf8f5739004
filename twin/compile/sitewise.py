"""Site definition → AWS IoT SiteWise asset models and assets, ready for CloudFormation.

The names of the fields follow `AWS::IoTSiteWise::AssetModel` and `AWS::IoTSiteWise::Asset`:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_IoTSiteWise.html. References
within a model go by `logical_id`, which for a property is its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twin import identity
from twin.compile.type_members import Member, members, title_of
from twin.definition.equipment import EquipmentType
from twin.definition.site import SiteDefinition
from twin.formula import parse, variables
from twin.site_document import DataType

TypeName = Literal["Attribute", "Measurement", "Transform", "Metric"]
NotificationState = Literal["ENABLED", "DISABLED"]
_TYPE_NAMES: dict[str, TypeName] = {
    "attribute": "Attribute",
    "measurement": "Measurement",
    "prediction": "Measurement",
    "transform": "Transform",
    "metric": "Metric",
}


@dataclass(frozen=True)
class ModelVariable:
    """One variable of a formula: its name and the property of the same model."""

    name: str
    property_logical_id: str


@dataclass(frozen=True)
class ModelProperty:
    """One property of an asset model or of a composite model.

    `default_value` belongs to attributes, `expression` and `variables` to transforms and metrics,
    `window_interval` to metrics. `data_type_spec` is set for `STRUCT` only.
    """

    logical_id: str
    external_id: str
    name: str
    data_type: DataType | Literal["STRUCT"]
    type_name: TypeName
    unit: str | None = None
    data_type_spec: str | None = None
    default_value: str | None = None
    expression: str | None = None
    variables: tuple[ModelVariable, ...] = ()
    window_interval: str | None = None


@dataclass(frozen=True)
class AlarmComposite:
    """An `AWS/ALARM` composite of type EXTERNAL; `properties` are its type and its state."""

    logical_id: str
    external_id: str
    name: str
    description: str
    type: str
    properties: tuple[ModelProperty, ...]


@dataclass(frozen=True)
class ModelHierarchy:
    """A hierarchy from this model to the model of `child_type`."""

    logical_id: str
    external_id: str
    name: str
    child_type: str


@dataclass(frozen=True)
class AssetModel:
    """One asset model per equipment type that has instances."""

    type: str
    name: str
    external_id: str
    description: str
    properties: tuple[ModelProperty, ...]
    composites: tuple[AlarmComposite, ...]
    hierarchies: tuple[ModelHierarchy, ...]


@dataclass(frozen=True)
class AssetProperty:
    """What an asset says about a property of its model: alias, notification, unit."""

    logical_id: str
    external_id: str
    alias: str
    notification_state: NotificationState
    unit: str | None


@dataclass(frozen=True)
class ChildAsset:
    """One association: which hierarchy of the parent's model holds the child."""

    hierarchy_logical_id: str
    child: str


@dataclass(frozen=True)
class SiteWiseAsset:
    """One asset; `id` is the asset id of the site file, `type` names its model."""

    id: str
    type: str
    name: str
    external_id: str
    description: str
    properties: tuple[AssetProperty, ...]
    children: tuple[ChildAsset, ...]


@dataclass(frozen=True)
class SiteWisePlan:
    """Models and assets, children before their parents."""

    models: tuple[AssetModel, ...]
    assets: tuple[SiteWiseAsset, ...]


def compile_sitewise(definition: SiteDefinition) -> SiteWisePlan:
    """Compile a definition that `load_site` has checked."""
    tree = _Tree(definition)
    return SiteWisePlan(
        models=tuple(_model(definition, tree, name) for name in tree.types_children_first()),
        assets=tuple(_asset(definition, tree, id_) for id_ in tree.assets_children_first()),
    )


class _Tree:
    """The asset tree seen from above, and what it means for the types."""

    def __init__(self, definition: SiteDefinition) -> None:
        self._assets = definition.twin.assets

    def children(self, parent: str | None) -> list[str]:
        return [id_ for id_, asset in self._assets.items() if asset.parent == parent]

    def child_types(self, parent_type: str) -> list[str]:
        """Return the types below a type, in the order of the file."""
        types = [
            asset.type
            for asset in self._assets.values()
            if asset.parent is not None and self._assets[asset.parent].type == parent_type
        ]
        return list(dict.fromkeys(types))

    def assets_children_first(self, parent: str | None = None) -> list[str]:
        ordered: list[str] = []
        for child in self.children(parent):
            ordered += [*self.assets_children_first(child), child]
        return ordered

    def types_children_first(self) -> list[str]:
        ordered: list[str] = []

        def visit(name: str, above: tuple[str, ...]) -> None:
            # A type may hold assets of its own type; a model cannot come before itself.
            for child in self.child_types(name):
                if child not in above and child != name:
                    visit(child, (*above, name))
            if name not in ordered:
                ordered.append(name)

        for asset in self._assets.values():
            visit(asset.type, ())
        return ordered


def _model(definition: SiteDefinition, tree: _Tree, name: str) -> AssetModel:
    equipment = definition.twin.types[name]
    title = title_of(name, equipment.title)
    return AssetModel(
        type=name,
        name=f"{definition.name} {name}",
        external_id=identity.external_id(definition.name, "type", name),
        description=title,
        properties=tuple(_property(member) for member in members(equipment)),
        composites=tuple(_alarm_composite(equipment, alarm) for alarm in equipment.alarms),
        hierarchies=tuple(_hierarchy(child) for child in tree.child_types(name)),
    )


def _property(member: Member) -> ModelProperty:
    return ModelProperty(
        logical_id=member.name,
        external_id=member.name,
        name=member.name,
        data_type=_data_type(member),
        type_name=_TYPE_NAMES[member.kind],
        unit=member.unit or None,
        default_value=_attribute_text(member.default) if member.kind == "attribute" else None,
        expression=member.formula,
        variables=_variables(member),
        window_interval=member.window,
    )


def _data_type(member: Member) -> DataType:
    upper: dict[str, DataType] = {
        "double": "DOUBLE",
        "integer": "INTEGER",
        "boolean": "BOOLEAN",
        "string": "STRING",
    }
    return upper[member.data_type]


def _variables(member: Member) -> tuple[ModelVariable, ...]:
    if member.formula is None:
        return ()
    renamed = dict(member.variables)
    used = sorted(variables(parse(member.formula)))
    return tuple(ModelVariable(name, renamed.get(name, name)) for name in used)


def _attribute_text(value: float | bool | str | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else f"{value:.15g}"


def _alarm_composite(equipment: EquipmentType, name: str) -> AlarmComposite:
    return AlarmComposite(
        logical_id=f"{name}_alarm",
        external_id=f"{name}.alarm",
        name=name,
        description=title_of(name, equipment.alarms[name].title),
        type="AWS/ALARM",
        properties=(
            ModelProperty(
                logical_id=f"{name}_alarm_type",
                external_id=f"{name}.alarm_type",
                name="AWS/ALARM_TYPE",
                data_type="STRING",
                type_name="Attribute",
                default_value="EXTERNAL",
            ),
            ModelProperty(
                logical_id=f"{name}_alarm_state",
                external_id=f"{name}.alarm_state",
                name="AWS/ALARM_STATE",
                data_type="STRUCT",
                data_type_spec="AWS/ALARM_STATE",
                type_name="Measurement",
            ),
        ),
    )


def _hierarchy(child_type: str) -> ModelHierarchy:
    return ModelHierarchy(
        logical_id=f"has_{child_type}",
        external_id=f"has.{child_type}",
        name=f"has {child_type}",
        child_type=child_type,
    )


def _asset(definition: SiteDefinition, tree: _Tree, asset_id: str) -> SiteWiseAsset:
    asset = definition.twin.assets[asset_id]
    equipment = definition.twin.types[asset.type]
    return SiteWiseAsset(
        id=asset_id,
        type=asset.type,
        name=f"{definition.name} {asset_id}",
        external_id=identity.external_id(definition.name, asset_id),
        description=asset.title or asset_id,
        properties=(
            *(_asset_property(definition.name, asset_id, item) for item in members(equipment)),
            *(_state_property(definition.name, asset_id, alarm) for alarm in equipment.alarms),
        ),
        children=tuple(
            ChildAsset(f"has_{definition.twin.assets[child].type}", child)
            for child in tree.children(asset_id)
        ),
    )


def _asset_property(site: str, asset: str, member: Member) -> AssetProperty:
    return AssetProperty(
        logical_id=member.name,
        external_id=member.name,
        alias=identity.signal_alias(site, asset, member.name),
        notification_state="DISABLED" if member.kind == "attribute" else "ENABLED",
        unit=member.unit or None,
    )


def _state_property(site: str, asset: str, alarm: str) -> AssetProperty:
    # The alarm engine writes the state itself; a notification would only call it again.
    return AssetProperty(
        logical_id=f"{alarm}_alarm_state",
        external_id=f"{alarm}.alarm_state",
        alias=identity.alarm_state_alias(site, asset, alarm),
        notification_state="DISABLED",
        unit=None,
    )
