"""The properties of an equipment type as the checks see them, those of its models included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from twin import identity
from twin.definition.equipment import EquipmentType
from twin.definition.key_path import KeyPath
from twin.definition.names import DataType
from twin.definition.properties import Metric, Transform

Kind = Literal["attributes", "measurements", "transforms", "metrics", "models"]


@dataclass(frozen=True)
class Property:
    """One property; `key` is where the type states it, below `twin.types.<type>`."""

    name: str
    kind: Kind
    key: KeyPath
    data_type: DataType
    unit: str
    range: tuple[float, float] | None
    formula: Transform | Metric | None = None

    @property
    def is_number(self) -> bool:
        """Tell whether its values are numbers."""
        return self.data_type in ("double", "integer")


def properties_of(equipment: EquipmentType) -> tuple[Property, ...]:
    """Return all properties of a type, in the order of the file."""
    return (*_stated(equipment), *_predicted(equipment))


def by_name(equipment: EquipmentType) -> dict[str, Property]:
    """Index the properties of a type, without names that mean two: that is reported once."""
    properties = properties_of(equipment)
    count = Counter(item.name for item in properties)
    return {item.name: item for item in properties if count[item.name] == 1}


def _stated(equipment: EquipmentType) -> Iterator[Property]:
    for name, attribute in equipment.attributes.items():
        key: KeyPath = ("attributes", name)
        yield Property(name, "attributes", key, attribute.data_type, attribute.unit, None)
    for name, item in equipment.measurements.items():
        key = ("measurements", name)
        yield Property(name, "measurements", key, item.data_type, item.unit, item.range)
    for name, transform in equipment.transforms.items():
        key = ("transforms", name)
        kind, unit = transform.data_type, transform.unit
        yield Property(name, "transforms", key, kind, unit, transform.range, transform)
    for name, metric in equipment.metrics.items():
        key = ("metrics", name)
        yield Property(name, "metrics", key, metric.data_type, metric.unit, metric.range, metric)


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
                yield Property(name, "models", key, "double", unit, limits)
        version = identity.version_name(model_name)
        yield Property(version, "models", ("models", model_name), "string", "", None)
