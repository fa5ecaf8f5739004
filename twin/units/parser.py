"""Read a unit such as `m³/h`, `W/(m²·K)`, `kWh/m^3` or `1/min`.

The shape is held to be read in one way only; what the symbols mean is pint's.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import cast

from twin.units.errors import UnknownUnitError
from twin.units.registry import AMBIGUOUS, nearest, registry, resolve
from twin.units.unit import Dimension, Unit

_SYMBOL = r"(?:[^\W\d_⁻¹²³⁴⁵⁶⁷⁸⁹][^\W⁻¹²³⁴⁵⁶⁷⁸⁹]*|°[A-Za-z]*|[%‰€]|1(?!\d))"
_POWER = r"(?:\^-?\d|-\d|\d|⁻?[¹²³⁴⁵⁶⁷⁸⁹])"
_FACTOR = rf"{_SYMBOL}{_POWER}?"
_PRODUCT = rf"{_FACTOR}(?:\s*[·*]\s*{_FACTOR})*"
_GROUP = rf"\(\s*{_PRODUCT}(?:\s*/\s*{_FACTOR})*\s*\)"
_SHAPE = re.compile(rf"(?:{_PRODUCT}|{_GROUP})(?:\s*/\s*(?:{_FACTOR}|{_GROUP}))*")
_ONE_FACTOR = re.compile(rf"({_SYMBOL})({_POWER}?)")
_SUPERSCRIPTS = str.maketrans("⁻¹²³⁴⁵⁶⁷⁸⁹", "-123456789")
_BASES = {
    "[length]": "m", "[mass]": "kg", "[time]": "s", "[current]": "A", "[temperature]": "K",
    "[substance]": "mol", "[luminosity]": "cd",
}  # fmt: skip


@lru_cache(maxsize=512)
def parse_unit(text: str) -> Unit:
    """Return the unit that a text means; the empty text is the unit of a pure number.

    Raises:
        UnknownUnitError: a symbol is not known or means several units, or the text is no unit.
    """
    # One code point for the ohm sign and the omega, as keyboards differ.
    written = unicodedata.normalize("NFC", text).strip()
    if not written:
        return Unit("", Dimension())
    if _SHAPE.fullmatch(written) is None:
        raise _unreadable(text)
    units = registry()
    found = units.parse_units(_ONE_FACTOR.sub(lambda match: _named(match, text), written))
    factor = cast(float, units.get_base_units(found)[0])
    # A zero point has no place in a product: there, pint counts °C as a difference, which is K.
    offset = units.Quantity(0.0, found).to_base_units().magnitude
    powers = {
        _BASES.get(base, base.strip("[]")): Fraction(str(power)).limit_denominator(1000)
        for base, power in found.dimensionality.items()
    }
    return Unit(text, Dimension.of(powers), float(factor), float(offset))


def _named(match: re.Match[str], text: str) -> str:
    """Return a factor in pint's names: `meter**3` for `m³`."""
    symbol, power = match.groups()
    if symbol == "1":
        return symbol
    if whole := resolve(symbol + power):
        return whole
    name = resolve(symbol)
    if name is None and symbol[-1].isdecimal():
        # The digit of `m3` may belong to a name, as in `mH2O`, so it is tried as one first.
        symbol, power = symbol[:-1], symbol[-1] + power
        name = resolve(symbol)
    if name is None or len(power.lstrip("^-⁻")) > 1:
        raise _unknown(match.group(), text)
    return f"{name}**({power.lstrip('^').translate(_SUPERSCRIPTS)})" if power else name


def _unknown(symbol: str, text: str) -> UnknownUnitError:
    if symbol in AMBIGUOUS:
        return UnknownUnitError(
            f"the unit {symbol!r} may mean several", found=repr(text), expected=AMBIGUOUS[symbol]
        )
    near = nearest(symbol)
    hint = f"{near}, or another" if near else "a"
    return UnknownUnitError(
        f"there is no unit {symbol!r}",
        found=repr(text),
        expected=f"{hint} known unit, such as m³/h, °C, bar, kWh or %",
    )


def _unreadable(text: str) -> UnknownUnitError:
    return UnknownUnitError(
        "this is no unit",
        found=repr(text),
        expected="symbols with · and /, a denominator of several in parentheses: W/(m²·K)",
    )
