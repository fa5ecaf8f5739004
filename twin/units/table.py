"""The symbols of units that instruments of a plant show.

SI brochure, 9th edition (https://www.bipm.org/en/publications/si-brochure), tables 2 to 8; US units
after NIST Special Publication 811, appendix B.
"""

from __future__ import annotations

import math

from twin.units.unit import Dimension, Unit

PREFIXES = {
    "p": 1e-12, "n": 1e-9, "µ": 1e-6, "μ": 1e-6, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1,
    "h": 1e2, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
}  # fmt: skip

_NUMBER: dict[str, int] = {}
_LENGTH, _TIME, _MASS = {"m": 1}, {"s": 1}, {"kg": 1}
_AREA, _VOLUME = {"m": 2}, {"m": 3}
_FORCE = {"kg": 1, "m": 1, "s": -2}
_PRESSURE = {"kg": 1, "m": -1, "s": -2}
_ENERGY = {"kg": 1, "m": 2, "s": -2}
_POWER = {"kg": 1, "m": 2, "s": -3}
_RATE = {"s": -1}
_VOLTAGE = {"kg": 1, "m": 2, "s": -3, "A": -1}
_RESISTANCE = {"kg": 1, "m": 2, "s": -3, "A": -2}
_FLOW = {"m": 3, "s": -1}

_WITH_PREFIXES: dict[str, tuple[dict[str, int], float]] = {
    "m": (_LENGTH, 1), "g": (_MASS, 1e-3), "s": (_TIME, 1), "A": ({"A": 1}, 1), "K": ({"K": 1}, 1),
    "mol": ({"mol": 1}, 1), "cd": ({"cd": 1}, 1), "Hz": (_RATE, 1), "N": (_FORCE, 1),
    "Pa": (_PRESSURE, 1), "bar": (_PRESSURE, 1e5), "J": (_ENERGY, 1), "Wh": (_ENERGY, 3600),
    "W": (_POWER, 1), "VA": (_POWER, 1), "var": (_POWER, 1), "Nm": (_ENERGY, 1),
    "C": ({"A": 1, "s": 1}, 1), "Ah": ({"A": 1, "s": 1}, 3600), "V": (_VOLTAGE, 1),
    "Ω": (_RESISTANCE, 1), "ohm": (_RESISTANCE, 1),
    "S": ({"kg": -1, "m": -2, "s": 3, "A": 2}, 1), "F": ({"kg": -1, "m": -2, "s": 4, "A": 2}, 1),
    "H": ({"kg": 1, "m": 2, "s": -2, "A": -2}, 1), "T": ({"kg": 1, "s": -2, "A": -1}, 1),
    "l": (_VOLUME, 1e-3), "L": (_VOLUME, 1e-3), "t": (_MASS, 1e3), "lm": ({"cd": 1}, 1),
    "lx": ({"cd": 1, "m": -2}, 1), "P": ({"kg": 1, "m": -1, "s": -1}, 0.1),
    "St": ({"m": 2, "s": -1}, 1e-4), "rad": (_NUMBER, 1),
}  # fmt: skip

_WITHOUT_PREFIXES: dict[str, tuple[dict[str, int], float]] = {
    "": (_NUMBER, 1), "1": (_NUMBER, 1), "%": (_NUMBER, 1e-2), "‰": (_NUMBER, 1e-3),
    "ppm": (_NUMBER, 1e-6), "ppb": (_NUMBER, 1e-9), "°": (_NUMBER, math.pi / 180),
    "min": (_TIME, 60), "h": (_TIME, 3600), "d": (_TIME, 86400),
    "rpm": (_RATE, 2 * math.pi / 60), "ha": (_AREA, 1e4),
    "atm": (_PRESSURE, 101325), "psi": (_PRESSURE, 6894.757293168361),
    "in": (_LENGTH, 0.0254), "ft": (_LENGTH, 0.3048), "mi": (_LENGTH, 1609.344),
    "lb": (_MASS, 0.45359237), "gal": (_VOLUME, 3.785411784e-3),
    "gpm": (_FLOW, 3.785411784e-3 / 60), "hp": (_POWER, 745.6998715822702),
    "Btu": (_ENERGY, 1055.05585262),
    "pH": ({"pH": 1}, 1), "dB": ({"dB": 1}, 1), "NTU": ({"NTU": 1}, 1), "FNU": ({"FNU": 1}, 1),
    "pcs": ({"pcs": 1}, 1), "EUR": ({"EUR": 1}, 1), "€": ({"EUR": 1}, 1), "USD": ({"USD": 1}, 1),
    "bit": ({"bit": 1}, 1), "B": ({"bit": 1}, 8), "kB": ({"bit": 1}, 8e3), "MB": ({"bit": 1}, 8e6),
    "GB": ({"bit": 1}, 8e9),
    # Gas at normal or standard conditions is an amount, not a volume; Nm³ is no newton metre.
    "Nm³": ({"Nm³": 1}, 1), "Nm3": ({"Nm³": 1}, 1), "Sm³": ({"Sm³": 1}, 1), "Sm3": ({"Sm³": 1}, 1),
}  # fmt: skip

_WITH_ZERO_POINT = {
    "°C": Unit("°C", Dimension.of({"K": 1}), 1.0, 273.15),
    "°F": Unit("°F", Dimension.of({"K": 1}), 5 / 9, 459.67 * 5 / 9),
}


def _units(table: dict[str, tuple[dict[str, int], float]]) -> dict[str, Unit]:
    return {
        symbol: Unit(symbol, Dimension.of(powers), float(factor))
        for symbol, (powers, factor) in table.items()
    }


METRIC = _units(_WITH_PREFIXES)
"""Units that take a prefix."""

UNITS: dict[str, Unit] = {**METRIC, **_units(_WITHOUT_PREFIXES), **_WITH_ZERO_POINT}
"""All units, without those that a prefix makes."""


def lookup(symbol: str) -> Unit | None:
    """Return the unit of a symbol, with or without a prefix; None where there is none."""
    if symbol in UNITS:
        return UNITS[symbol]
    prefix, base = PREFIXES.get(symbol[:1]), METRIC.get(symbol[1:])
    if prefix is None or base is None:
        return None
    return Unit(symbol, base.dimension, prefix * base.factor)
