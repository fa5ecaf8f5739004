"""What the parts of a type and the interfaces that it implements give it.

A property `temperature` of the part `drive_end` is the property `drive_end_temperature` of the
type, and so is an alarm. A transform or metric of an interface is one of each type that implements
it and does not state its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from twin import identity
from twin.definition.alarm import AlarmDefinition
from twin.definition.component import ComponentDefinition, InterfaceDefinition
from twin.definition.equipment_type import EquipmentType
from twin.definition.properties import (
    Attribute,
    Formula,
    Measurement,
    Metric,
    PropertySet,
    Transform,
)
from twin.formula import FormulaError, parse, variables

Components = Mapping[str, ComponentDefinition]
Interfaces = Mapping[str, InterfaceDefinition]
Item = TypeVar("Item")
Titled = TypeVar("Titled", Attribute, Measurement, Transform, Metric, AlarmDefinition)
AFormula = TypeVar("AFormula", bound=Formula)


def written_out(
    equipment: EquipmentType, components: Components, interfaces: Interfaces
) -> EquipmentType:
    """Return a type with the properties and alarms of its parts and the formulas it inherits.

    Parts and interfaces that do not exist give nothing.
    """
    if not equipment.components and not equipment.implements:
        return equipment
    parts = [of_part(part, one) for part, one in parts_of(equipment, components)]
    formulas = [inherited(equipment, one) for one in interfaces_of(equipment, interfaces)]
    sets: list[PropertySet] = [equipment, *parts]
    return equipment.model_copy(
        update={
            "attributes": _merged(one.attributes for one in sets),
            "measurements": _merged(one.measurements for one in sets),
            "transforms": _merged(one.transforms for one in (*sets, *formulas)),
            "metrics": _merged(one.metrics for one in (*sets, *formulas)),
            "alarms": _merged([equipment.alarms, *(one.alarms for one in parts)]),
        }
    )


def parts_of(
    equipment: EquipmentType, components: Components
) -> Iterator[tuple[str, ComponentDefinition]]:
    """Yield the parts of a type whose component exists, by name."""
    for part, component in equipment.components.items():
        if component in components:
            yield part, components[component]


def interfaces_of(equipment: EquipmentType, interfaces: Interfaces) -> list[InterfaceDefinition]:
    """Return the interfaces that a type implements and that exist."""
    return [interfaces[name] for name in dict.fromkeys(equipment.implements) if name in interfaces]


def of_part(part: str, component: ComponentDefinition) -> ComponentDefinition:
    """Return a component with the names that its properties and alarms have in a type."""

    def named(items: Mapping[str, Titled]) -> dict[str, Titled]:
        return {identity.part_name(part, name): _titled(part, item) for name, item in items.items()}

    return component.model_copy(
        update={
            "attributes": named(component.attributes),
            "measurements": named(component.measurements),
            "transforms": named(
                {name: _formula(part, one) for name, one in component.transforms.items()}
            ),
            "metrics": named(
                {name: _formula(part, one) for name, one in component.metrics.items()}
            ),
            "alarms": named(
                {
                    name: one.model_copy(update={"signal": identity.part_name(part, one.signal)})
                    for name, one in component.alarms.items()
                }
            ),
        }
    )


def inherited(equipment: EquipmentType, interface: InterfaceDefinition) -> InterfaceDefinition:
    """Return what of an interface's formulas a type does not state itself."""
    return interface.model_copy(
        update={
            "transforms": _others(interface.transforms, equipment.transforms),
            "metrics": _others(interface.metrics, equipment.metrics),
        }
    )


def _others(items: Mapping[str, Item], stated: Mapping[str, Item]) -> dict[str, Item]:
    return {name: item for name, item in items.items() if name not in stated}


def _titled(part: str, item: Titled) -> Titled:
    """Return an item of a component whose title, if it has one, says of which part it is."""
    if item.title is None:
        return item
    whose = part.replace("_", " ").capitalize()
    return item.model_copy(update={"title": f"{whose}: {item.title}"})


def _formula(part: str, item: AFormula) -> AFormula:
    """Return a formula of a component whose variables stand for the properties of a part."""
    stated: Mapping[str, object] = getattr(item, "variables", {})
    try:
        used = variables(parse(item.formula))
    except FormulaError:
        return item  # reported where the component states it
    sources = {name: stated.get(name, name) for name in sorted(used)}
    own = {
        name: identity.part_name(part, source) if isinstance(source, str) else source
        for name, source in sources.items()
    }
    return item.model_copy(update={"variables": own})


def _merged(mappings: Iterable[Mapping[str, Item]]) -> dict[str, Item]:
    """Return all items; the first of a name has it."""
    merged: dict[str, Item] = {}
    for mapping in mappings:
        for name, item in mapping.items():
            merged.setdefault(name, item)
    return merged
