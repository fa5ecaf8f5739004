"""`properties.json`: what the file says of every object of its structure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ifcopenshell.util.element

from convert_bim.ifc_file import Entity, File
from convert_bim.quantities import Values
from convert_bim.shapes import Shapes
from convert_bim.structure import Item

VERSION = 1


def properties_of(
    file: File, root: Item, shapes: Shapes, lost: list[int], place: Mapping[str, float | int | str]
) -> dict[str, Any]:
    """Return the objects by the names of their nodes, and where on Earth they are.

    Quantities are in SI units; properties are as the file has them, in its own units.
    """
    values = Values(file)
    return {
        "version": VERSION,
        "schema": file.schema_identifier,
        "georeference": dict(place),
        "units": _units(file),
        "objects": dict(_objects(root, values, shapes, frozenset(lost))),
    }


def type_of(entity: Entity) -> Entity | None:
    """Return the type of an occurrence, such as the IfcWallType of a wall."""
    return ifcopenshell.util.element.get_type(entity) if entity.is_a("IfcObject") else None


def _objects(
    root: Item, values: Values, shapes: Shapes, lost: frozenset[int]
) -> list[tuple[str, dict[str, Any]]]:
    found = []
    waiting: list[tuple[Item, str, str]] = [(root, "", "")]
    while waiting:
        item, parent, storey = waiting.pop()
        inside = item.key if item.entity.is_a("IfcBuildingStorey") else storey
        value = _object(item.entity, values) | {"parent": parent, "storey": storey}
        number = item.entity.id()
        value["geometry"] = "shown" if number in shapes else "lost" if number in lost else "none"
        found.append((item.key, value))
        waiting += [(child, item.key, inside) for child in reversed(item.children)]
    return found


def _object(entity: Entity, values: Values) -> dict[str, Any]:
    kind = type_of(entity)
    value: dict[str, Any] = {
        "global_id": entity.GlobalId or "",
        "ifc_class": entity.is_a(),
        "name": entity.Name or "",
        "long_name": getattr(entity, "LongName", None) or "",
        "description": entity.Description or "",
        "tag": getattr(entity, "Tag", None) or "",
        "predefined_type": ifcopenshell.util.element.get_predefined_type(entity) or "",
        "materials": _materials(entity),
        "properties": values.properties(entity),
        "quantities": values.quantities(entity),
    }
    if kind is not None:
        value["type"] = {"global_id": kind.GlobalId or "", "name": kind.Name or ""}
    return value


def _materials(entity: Entity) -> list[str]:
    found = ifcopenshell.util.element.get_materials(entity)
    return sorted({str(material.Name or "") for material in found} - {""})


def _units(file: File) -> dict[str, str]:
    """Return the file's own units, in which its properties are, by their types."""
    projects = file.by_type("IfcProject")
    assigned = projects[0].UnitsInContext
    named = [unit for unit in (assigned.Units if assigned else ()) if unit.is_a("IfcNamedUnit")]
    return {str(unit.UnitType): _unit_name(unit) for unit in named}


def _unit_name(unit: Entity) -> str:
    prefix = getattr(unit, "Prefix", None) or ""
    return f"{prefix}{getattr(unit, 'Name', None) or ''}"
