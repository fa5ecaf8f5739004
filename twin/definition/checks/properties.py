"""The properties of a type, component or interface as the checks see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from twin import identity
from twin.definition import parts
from twin.definition.equipment import EquipmentType, TwinDefinition
from twin.definition.key_path import KeyPath
from twin.definition.names import DataType
from twin.definition.properties import Metric, PropertySet, Transform

Kind = Literal["attributes", "measurements", "transforms", "metrics", "models"]


@dataclass(frozen=True)
class Property:
    """One property; `key` is where its owner states it, below the owner.

    `is_stated` is False where a part, an interface or a model gives it to a type.
    """

    name: str
    kind: Kind
    key: KeyPath
    data_type: DataType
    unit: str
    range: tuple[float, float] | None
    formula: Transform | Metric | None = None
    is_stated: bool = True

    @property
    def is_number(self) -> bool:
        """Tell whether its values are numbers."""
        return self.data_type in ("double", "integer")


def properties_of(owner: PropertySet, twin: TwinDefinition | None = None) -> tuple[Property, ...]:
    """Return all properties of a type, component or interface, in the order of the file.

    Without `twin`, a type has what it states and what its models write.
    """
    if not isinstance(owner, EquipmentType):
        return tuple(_stated(owner))
    if twin is None:
        return (*_stated(owner), *_predicted(owner))
    written = parts.written_out(owner, twin.components, twin.interfaces)
    given = (*_of_parts(owner, twin), *_inherited(owner, twin))
    return (*_stated(owner), *given, *_predicted(written))


def by_name(owner: PropertySet) -> dict[str, Property]:
    """Index what an owner states and what its models write, without names that mean two."""
    return unambiguous(properties_of(owner))


def unambiguous(properties: tuple[Property, ...]) -> dict[str, Property]:
    """Index properties, without names that mean two: that is reported once."""
    count = Counter(item.name for item in properties)
    return {item.name: item for item in properties if count[item.name] == 1}


def _stated(owner: PropertySet) -> Iterator[Property]:
    for name, attribute in owner.attributes.items():
        key: KeyPath = ("attributes", name)
        yield Property(name, "attributes", key, attribute.data_type, attribute.unit, None)
    for name, item in owner.measurements.items():
        key = ("measurements", name)
        yield Property(name, "measurements", key, item.data_type, item.unit, item.range)
    for name, transform in owner.transforms.items():
        key = ("transforms", name)
        kind, unit = transform.data_type, transform.unit
        yield Property(name, "transforms", key, kind, unit, transform.range, transform)
    for name, metric in owner.metrics.items():
        key = ("metrics", name)
        yield Property(name, "metrics", key, metric.data_type, metric.unit, metric.range, metric)


def _of_parts(owner: EquipmentType, twin: TwinDefinition) -> Iterator[Property]:
    for part, component in parts.parts_of(owner, twin.components):
        for item in _stated(parts.of_part(part, component)):
            yield replace(item, key=("components", part), is_stated=False)


def _inherited(owner: EquipmentType, twin: TwinDefinition) -> Iterator[Property]:
    for interface in parts.interfaces_of(owner, twin.interfaces):
        for item in _stated(parts.inherited(owner, interface)):
            if item.formula is not None:
                yield replace(item, key=("implements",), is_stated=False)


def _predicted(equipment: EquipmentType) -> Iterator[Property]:
    for model_name, model in equipment.models.items():
        for variable, measured in model.outputs.items():
            source = equipment.measurements.get(measured)
            unit, limits = (source.unit, source.range) if source else ("", None)
            key: KeyPath = ("models", model_name, "outputs", variable)
            for name in (
                identity.predicted_name(measured),
                identity.lower_name(measured),
                identity.upper_name(measured),
            ):
                yield Property(name, "models", key, "double", unit, limits, is_stated=False)
            coverage = identity.coverage_name(measured)
            yield Property(coverage, "models", key, "double", "", (0.0, 1.0), is_stated=False)
        yield from _of_model(model_name)


def _of_model(model_name: str) -> Iterator[Property]:
    at: KeyPath = ("models", model_name)
    for name in (identity.version_name(model_name), identity.validity_name(model_name)):
        yield Property(name, "models", at, "string", "", None, is_stated=False)
    valid = identity.valid_name(model_name)
    yield Property(valid, "models", at, "boolean", "", None, is_stated=False)
