"""Property sets and quantities as JSON; quantities are in SI units."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ifcopenshell.util.element
import ifcopenshell.util.unit

from convert_bim.ifc_file import Entity, File

Json = Any
"""A number, a text, a truth value, a list or an object of them, or null."""

UNITS: Mapping[str, tuple[str, str]] = {
    "IfcQuantityLength": ("LENGTHUNIT", "m"),
    "IfcQuantityArea": ("AREAUNIT", "m2"),
    "IfcQuantityVolume": ("VOLUMEUNIT", "m3"),
    "IfcQuantityWeight": ("MASSUNIT", "kg"),
    "IfcQuantityTime": ("TIMEUNIT", "s"),
    "IfcQuantityCount": ("", "1"),
}
"""The unit type of each kind of quantity, and the SI unit as UCUM writes it."""

MAXIMUM_TEXT = 2000
UNSAID = ("id", "type", "Name")


@dataclass
class Values:
    """Reads the sets of objects; scales of units are looked up once."""

    file: File
    _scales: dict[str, float] = field(default_factory=dict)

    def properties(self, entity: Entity) -> dict[str, dict[str, Json]]:
        """Return the property sets of an object, its type's included; null is left out."""
        sets = ifcopenshell.util.element.get_psets(entity, psets_only=True)
        found = {
            str(name): {
                str(key): plain(value)
                for key, value in values.items()
                if key != "id" and value is not None
            }
            for name, values in sets.items()
        }
        return {name: values for name, values in sorted(found.items()) if values}

    def quantities(self, entity: Entity) -> dict[str, dict[str, Json]]:
        """Return the quantities of an object by their sets, as `{"value", "unit"}`."""
        sets = ifcopenshell.util.element.get_psets(entity, qtos_only=True, verbose=True)
        found = {
            str(name): {
                str(key): quantity
                for key, value in values.items()
                if isinstance(value, dict) and (quantity := self._quantity(value)) is not None
            }
            for name, values in sets.items()
        }
        return {name: values for name, values in sorted(found.items()) if values}

    def _quantity(self, value: Mapping[str, Any]) -> Json:
        kind, number = UNITS.get(value.get("class", "")), value.get("value")
        if kind is None or not isinstance(number, int | float) or not math.isfinite(number):
            return None
        return {"value": number * self._scale(value["id"], kind[0]), "unit": kind[1]}

    def _scale(self, number: int, unit_type: str) -> float:
        own = self.file.by_id(number).Unit
        if own is not None:
            return _si(float(ifcopenshell.util.unit.get_unit_scale(own)), unit_type)
        if unit_type and unit_type not in self._scales:
            scale = float(ifcopenshell.util.unit.calculate_unit_scale(self.file, unit_type))
            self._scales[unit_type] = _si(scale, unit_type)
        return self._scales.get(unit_type, 1.0)


def plain(value: Json) -> Json:
    """Return a value of ifcopenshell as JSON: entities by their values, long texts cut."""
    if isinstance(value, str):
        return value[:MAXIMUM_TEXT]
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items() if key not in UNSAID}
    return plain(getattr(value, "wrappedValue", None))


def _si(scale: float, unit_type: str) -> float:
    # The library counts mass in grams, the SI in kilograms.
    return scale / 1000 if unit_type == "MASSUNIT" else scale
