"""Units of measured values: what they measure, and conversion. They are read by pint.

This is for reading a site file and for what the CDK makes of it; nothing that runs in AWS has pint.
"""

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
