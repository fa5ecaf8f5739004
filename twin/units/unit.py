"""A unit: what it measures, and how much of the SI unit one of it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from twin.units.errors import IncompatibleUnitError

SAME = 1e-9
"""Relative difference below which two factors are the same number."""


@dataclass(frozen=True)
class Dimension:
    """Powers of base quantities, by the symbol of the SI base unit; empty for a pure number.

    What SI has no base unit for is a base of its own: `pH`, `dB`, `EUR`, `pcs`.
    """

    powers: tuple[tuple[str, Fraction], ...] = ()

    @classmethod
    def of(cls, powers: Mapping[str, Fraction | int]) -> Dimension:
        """Return a dimension without the bases of power zero."""
        return cls(
            tuple(sorted((base, Fraction(power)) for base, power in powers.items() if power))
        )

    def __mul__(self, other: Dimension) -> Dimension:
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, Fraction(0)) + power
        return Dimension.of(powers)

    def __pow__(self, exponent: Fraction) -> Dimension:
        return Dimension.of({base: power * exponent for base, power in self.powers})

    def __str__(self) -> str:
        if not self.powers:
            return "a pure number"
        return "·".join(base if power == 1 else f"{base}^{power}" for base, power in self.powers)


@dataclass(frozen=True)
class Unit:
    """A value v of this unit is `v * factor + offset` in SI base units.

    A value, not a unit of pint: those belong to the registry that made them.
    """

    symbol: str
    dimension: Dimension
    factor: float = 1.0
    offset: float = 0.0

    def is_same_as(self, other: Unit) -> bool:
        """Tell whether the same number means the same in both, as in `m³/h` and `m3/h`."""
        return (
            self.dimension == other.dimension
            and math.isclose(self.factor, other.factor, rel_tol=SAME)
            and math.isclose(self.offset, other.offset, rel_tol=SAME)
        )


def convert(value: float, *, source: Unit, target: Unit) -> float:
    """Return a value of one unit in another one.

    Raises:
        IncompatibleUnitError: the units measure different things.
    """
    if source.dimension != target.dimension:
        raise IncompatibleUnitError(
            f"{source.symbol} cannot be converted to {target.symbol}",
            found=f"{source.symbol}: {source.dimension}",
            expected=f"a unit of {target.dimension}",
        )
    return (value * source.factor + source.offset - target.offset) / target.factor
