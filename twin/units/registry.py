"""The units that pint knows, with those of plants, read strictly.

pint takes any prefix before any unit, any constant as a unit and an `s` at any end: its `pa` is a
picoyear, its `ls` are litres. A site file that says so has a slip of the pen, so a symbol is one
of pint's own, or a prefix before a unit that SI gives prefixes to.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

_METRIC = frozenset(
    {"meter", "gram", "second", "ampere", "kelvin", "mole", "candela", "hertz", "newton", "pascal"}
    | {"bar", "joule", "watt_hour", "watt", "volt_ampere", "volt_ampere_reactive", "newton_meter"}
    | {"coulomb", "ampere_hour", "volt", "ohm", "siemens", "farad", "henry", "weber", "tesla"}
    | {"liter", "metric_ton", "lumen", "lux", "poise", "stokes", "radian", "data_bit", "data_byte"}
    | {"becquerel", "gray", "sievert", "katal", "molar", "electron_volt", "calorie", "meter_H2O"}
)
"""Units that take a prefix, as pint calls them (SI brochure, 9th edition, tables 2, 4 and 8)."""

_LOGARITHMIC = frozenset(
    {"decibel", "decibelwatt", "decibelmilliwatt", "decibelmicrowatt", "decade", "octave", "neper"}
)
"""pint converts these by a formula; a factor and a zero point is all that the checks know."""

_USUAL_PREFIXES = ("", "µ", "m", "c", "h", "k", "M", "G")
_USUAL = (
    "%", "‰", "°", "°C", "°F", "min", "h", "d", "rpm", "psi", "ppm", "ppb", "pH", "dB", "gpm",
    "pcs", "EUR", "USD", "NTU", "FNU", "Nm³", "Sm³", "ha", "in", "ft", "lb", "gal", "hp",
)  # fmt: skip
"""What the nearest match to an unknown symbol is sought in, beside the metric units."""

AMBIGUOUS = {
    "a": "year, are or ha",
    "ton": "t, short_ton or long_ton",
    "tons": "t, short_ton or long_ton",
    "bbl": "oil_bbl or beer_bbl",
    "barrel": "oil_barrel or beer_barrel",
}
"""Symbols of several units, with the spellings that mean one."""


@lru_cache(maxsize=1)
def registry() -> pint.UnitRegistry[float]:
    """Return the one registry of the process; building it takes some tenths of a second."""
    # Whoever starts without a site file to check does not wait for pint.
    import pint

    # What the plants' file says replaces what pint says.
    units: pint.UnitRegistry[float] = pint.UnitRegistry(on_redefinition="ignore")
    units.load_definitions(_text("twin.units", "plant_units.txt").splitlines())
    return units


def resolve(symbol: str) -> str | None:
    """Return pint's name of the unit that a symbol means, such as `kilowatt`; None for none."""
    if symbol in AMBIGUOUS:
        return None
    for prefix, unit, _ in registry().parse_unit_name(symbol):
        if _is_unit(prefix, unit) and not _is_abbreviated_plural(symbol, prefix, unit):
            return prefix + unit
    return None


def nearest(symbol: str) -> str | None:
    """Return the usual symbol that is spelled most like this one: `kW` for `KW`."""
    usual = _usual_symbols()
    other_case = [known for known in usual if known.lower() == symbol.lower()]
    near = other_case or difflib.get_close_matches(symbol, usual, n=1)
    return near[0] if near else None


def _is_unit(prefix: str, name: str) -> bool:
    if prefix:
        return name in _METRIC
    return name not in _constants() and name not in _LOGARITHMIC


def _is_abbreviated_plural(symbol: str, prefix: str, unit: str) -> bool:
    """Tell whether this is an `s` behind a symbol; only names have a plural: `meters`."""
    singular = symbol.removesuffix("s")
    return (
        singular not in (symbol, "")
        and not singular.endswith(unit)
        and (prefix, unit, "") in registry().parse_unit_name(singular)
    )


@lru_cache(maxsize=1)
def _usual_symbols() -> tuple[str, ...]:
    symbols = [registry().get_symbol(unit) for unit in sorted(_METRIC)]
    return (*_USUAL, *(prefix + symbol for prefix in _USUAL_PREFIXES for symbol in symbols))


@lru_cache(maxsize=1)
def _constants() -> frozenset[str]:
    """Return pint's physical constants: it takes `c` and `k` for units."""
    lines = _text("pint", "constants_en.txt").splitlines()
    return frozenset(line.partition("=")[0].strip() for line in lines if "=" in line)


def _text(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
