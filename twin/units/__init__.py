"""Units of measured values: what they measure, and conversion. Standard library only."""

from twin.units.errors import IncompatibleUnitError, UnitError, UnknownUnitError
from twin.units.parser import parse_unit
from twin.units.unit import Dimension, Unit, convert

__all__ = [
    "Dimension",
    "IncompatibleUnitError",
    "Unit",
    "UnitError",
    "UnknownUnitError",
    "convert",
    "parse_unit",
]
