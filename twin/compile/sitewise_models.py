"""Equipment types, components and interfaces → SiteWise models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from twin import identity
from twin.compile.asset_tree import AssetTree
from twin.compile.sitewise_plan import (
    AlarmComposite,
    AssetModel,
    InterfaceRelationship,
    ModelHierarchy,
    ModelProperty,
    ModelType,
    ModelVariable,
    PartComposite,
    Path,
    TypeName,
)
from twin.compile.type_members import Member, members, title_of
from twin.definition.properties import ChildVariable, PropertySet
from twin.definition.site import SiteDefinition
from twin.formula import parse, variables
from twin.site_document import DataType

TYPE_NAMES: dict[str, TypeName] = {
    "attribute": "Attribute",
    "measurement": "Measurement",
    "prediction": "Measurement",
    "transform": "Transform",
    "metric": "Metric",
}
DATA_TYPES: dict[str, DataType] = {
    "double": "DOUBLE",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "string": "STRING",
}
_KINDS: dict[ModelType, str] = {
    "ASSET_MODEL": "type",
    "COMPONENT_MODEL": "component",
    "INTERFACE": "interface",
}
Members = Mapping[str, tuple[Member, ...]]


class ModelCompiler:
    """Compiles the models of one site; `of_types` are the members of its types."""

    def __init__(self, definition: SiteDefinition, tree: AssetTree, of_types: Members) -> None:
        self._definition, self._tree = definition, tree
        self._twin = definition.twin
        self._members = of_types
        self._paths: dict[str, dict[str, Path]] = {
            name: {one.name: one.path for one in listed if one.path is not None}
            for name, listed in of_types.items()
        }

    def model(self, name: str) -> AssetModel:
        """Return the asset model of an equipment type."""
        equipment = self._twin.equipment[name]
        ids = _Ids(self._definition.name, "ASSET_MODEL", name)
        own = [one for one in self._members[name] if one.path is None]
        return AssetModel(
            id=ids.of(),
            type=name,
            model_type="ASSET_MODEL",
            name=f"{self._definition.name} {name}",
            external_id=ids.external_id,
            description=title_of(name, equipment.title),
            properties=tuple(self._property(one, ids, name) for one in own),
            composites=tuple(
                _alarm(alarm, title_of(alarm, one.title), ids)
                for alarm, one in equipment.alarms.items()
            ),
            parts=tuple(
                PartComposite(ids.of("part", part), f"part.{part}", part, component)
                for part, component in equipment.components.items()
            ),
            hierarchies=tuple(_hierarchy(one, ids) for one in self._tree.child_types(name)),
            interfaces=tuple(self._interface_of(one) for one in equipment.implements),
        )

    def component(self, name: str) -> AssetModel:
        """Return the component model of a component, without units.

        CloudFormation fails with `Multiple entries with same key` where a model has one component
        twice and its properties have units; each asset states the units of its properties anyway
        (https://github.com/hashicorp/terraform-provider-awscc/issues/1687).
        """
        made = self._plain("COMPONENT_MODEL", name, self._twin.components[name])
        return replace(made, properties=tuple(replace(one, unit=None) for one in made.properties))

    def interface(self, name: str) -> AssetModel:
        """Return the model of an interface."""
        return self._plain("INTERFACE", name, self._twin.interfaces[name])

    def _plain(self, model_type: ModelType, name: str, stated: PropertySet) -> AssetModel:
        ids = _Ids(self._definition.name, model_type, name)
        return AssetModel(
            id=ids.of(),
            type=name,
            model_type=model_type,
            name=f"{self._definition.name} {_KINDS[model_type]} {name}",
            external_id=ids.external_id,
            description=title_of(name, stated.title),
            properties=tuple(self._property(one, ids, None) for one in members(stated)),
        )

    def _interface_of(self, name: str) -> InterfaceRelationship:
        names = [one.name for one in members(self._twin.interfaces[name])]
        return InterfaceRelationship(name, tuple((one, one) for one in names))

    def _property(self, member: Member, ids: _Ids, type_name: str | None) -> ModelProperty:
        return ModelProperty(
            id=ids.of("property", member.name),
            logical_id=member.name,
            external_id=member.name,
            name=member.name,
            data_type=DATA_TYPES[member.data_type],
            type_name=TYPE_NAMES[member.kind],
            unit=member.unit or None,
            default_value=attribute_text(member.default) if member.kind == "attribute" else None,
            expression=member.formula,
            variables=tuple(self._variables(member, type_name)),
            window_interval=member.window,
            window_offset=member.window_offset,
        )

    def _variables(self, member: Member, type_name: str | None) -> Iterator[ModelVariable]:
        if member.formula is None:
            return
        sources = dict(member.variables)
        for name in sorted(variables(parse(member.formula))):
            source = sources.get(name, name)
            if isinstance(source, ChildVariable):
                path = self._paths[source.child].get(source.property)
                hierarchy = hierarchy_logical_id(source.child)
                yield ModelVariable(name, source.property, hierarchy, source.child, path)
            else:
                own = self._paths[type_name].get(source) if type_name else None
                yield ModelVariable(name, source, path=own)


@dataclass(frozen=True)
class _Ids:
    """The ids of one model and of its parts."""

    site: str
    model_type: ModelType
    name: str

    @property
    def external_id(self) -> str:
        return identity.external_id(self.site, _KINDS[self.model_type], self.name)

    def of(self, *inner: str) -> str:
        return str(identity.site_uuid(self.site, _KINDS[self.model_type], self.name, *inner))


def attribute_text(value: float | bool | str | None) -> str | None:
    """Return the value of an attribute as SiteWise wants it: as text."""
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else f"{value:.15g}"


def alarm_state_logical_id(alarm: str) -> str:
    """Return the logical id of the state of an alarm."""
    return f"{alarm}_alarm_state"


def hierarchy_logical_id(child_type: str) -> str:
    """Return the logical id of the hierarchy to a type."""
    return f"has_{child_type}"


def hierarchy_external_id(child_type: str) -> str:
    """Return the external id of the hierarchy to a type."""
    return f"has.{child_type}"


def _alarm(name: str, title: str, ids: _Ids) -> AlarmComposite:
    return AlarmComposite(
        id=ids.of("alarm", name),
        logical_id=f"{name}_alarm",
        external_id=f"{name}.alarm",
        name=name,
        description=title,
        type="AWS/ALARM",
        properties=(
            ModelProperty(
                id=ids.of("alarm", name, "type"),
                logical_id=f"{name}_alarm_type",
                external_id=f"{name}.alarm_type",
                name="AWS/ALARM_TYPE",
                data_type="STRING",
                type_name="Attribute",
                default_value="EXTERNAL",
            ),
            ModelProperty(
                id=ids.of("alarm", name, "state"),
                logical_id=alarm_state_logical_id(name),
                external_id=f"{name}.alarm_state",
                name="AWS/ALARM_STATE",
                data_type="STRUCT",
                data_type_spec="AWS/ALARM_STATE",
                type_name="Measurement",
            ),
        ),
    )


def _hierarchy(child_type: str, ids: _Ids) -> ModelHierarchy:
    return ModelHierarchy(
        id=ids.of("hierarchy", child_type),
        logical_id=hierarchy_logical_id(child_type),
        external_id=hierarchy_external_id(child_type),
        name=f"has {child_type}",
        child_type=child_type,
    )
