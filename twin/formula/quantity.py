"""What kind of value an expression has: its dimension and, where it is certain, its scale."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from twin.units.unit import SAME, Dimension, Unit


@dataclass(frozen=True)
class Quantity:
    """`None` is "not certain": `factor` and `offset` where a number literal may convert.

    A number literal by itself has the dimension None: in a sum or a comparison it stands for a
    value in the unit of the other side.
    """

    dimension: Dimension | None
    factor: float | None = None
    offset: float | None = None
    symbol: str = ""

    def __str__(self) -> str:
        if self.dimension is None:
            return "a number"
        return self.symbol or str(self.dimension)

    def __mul__(self, other: Quantity) -> Quantity:
        """Return the product; a number literal may be a conversion, so the scale is open."""
        if self.dimension is None or other.dimension is None:
            return Quantity(self.dimension or other.dimension)
        factor = None if self.factor is None or other.factor is None else self.factor * other.factor
        return Quantity(self.dimension * other.dimension, factor, 0.0)

    def power(self, exponent: Fraction) -> Quantity:
        """Return a power of the quantity."""
        if self.dimension is None:
            return self
        factor = None if self.factor is None else self.factor ** float(exponent)
        return Quantity(self.dimension**exponent, factor, 0.0)

    def agrees_with(self, other: Quantity) -> bool:
        """Tell whether the two may be added or compared."""
        if self.dimension is None or other.dimension is None:
            return True
        return self.dimension == other.dimension and all(
            a is None or b is None or math.isclose(a, b, rel_tol=SAME)
            for a, b in ((self.factor, other.factor), (self.offset, other.offset))
        )

    def joined_with(self, other: Quantity) -> Quantity:
        """Return the quantity of a sum of two that agree."""
        if self.dimension is None:
            # A zero point may be what the literal shifts: 273.15 makes K of °C.
            return replace(other, offset=None, symbol="") if other.offset else other
        if other.dimension is None:
            return other.joined_with(self)
        factor = self.factor if self.factor is not None and other.factor is not None else None
        offset = self.offset if self.offset == other.offset else None
        return Quantity(self.dimension, factor, offset, self.symbol)


LITERAL = Quantity(None)
PURE = Quantity(Dimension(), 1.0, 0.0)
SECONDS = Quantity(Dimension.of({"s": 1}), 1.0, 0.0, "s")


def quantity_of(unit: Unit) -> Quantity:
    """Return the quantity of a value in a unit."""
    return Quantity(unit.dimension, unit.factor, unit.offset, unit.symbol)
