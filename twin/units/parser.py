"""Read a unit such as `m³/h`, `W/(m²·K)`, `kWh/m^3` or `1/min`."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache

from twin.units.errors import UnknownUnitError
from twin.units.table import UNITS, lookup
from twin.units.unit import Unit

_TOKEN = re.compile(
    r"\s*(?:(?P<operator>[/·*()])"
    r"|(?P<symbol>[^\W\d_⁻¹²³⁴⁵⁶⁷⁸⁹]+|°[A-Za-z]?|[%‰€]|1(?!\d))(?P<power>\^?-?\d|⁻?[¹²³⁴⁵⁶⁷⁸⁹])?)"
)
_SUPERSCRIPTS = str.maketrans("⁻¹²³⁴⁵⁶⁷⁸⁹", "-123456789")
_Token = tuple[str, str]


@lru_cache(maxsize=512)
def parse_unit(text: str) -> Unit:
    """Return the unit that a text means; the empty text is the unit of a pure number.

    Raises:
        UnknownUnitError: a symbol is not known, or the text is no unit.
    """
    if not text.strip():
        return UNITS[""]
    unit = _Parser(text).unit()
    return Unit(text, unit.dimension, unit.factor, unit.offset)


class _Parser:
    """`product = factor {"·" factor}`, `unit = product {"/" factor}`."""

    def __init__(self, text: str) -> None:
        # One code point for the ohm sign and the omega, as keyboards differ.
        self._text = unicodedata.normalize("NFC", text)
        self._tokens = self._tokenize()

    def unit(self) -> Unit:
        unit = self._expression()
        if self._tokens:
            raise self._unreadable()
        return unit

    def _tokenize(self) -> list[_Token]:
        tokens: list[_Token] = []
        position, text = 0, self._text.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise self._unreadable()
            tokens.append((match["operator"] or match["symbol"], match["power"] or ""))
            position = match.end()
        return tokens

    def _expression(self) -> Unit:
        unit = self._factor()
        while self._take("·") or self._take("*"):
            unit *= self._factor()
        while self._take("/"):
            unit *= self._factor() ** -1
        return unit

    def _factor(self) -> Unit:
        if self._take("("):
            unit = self._expression()
            if not self._take(")"):
                raise self._unreadable()
            return unit
        if not self._tokens or self._tokens[0][0] in "/·*)":
            raise self._unreadable()
        symbol, power = self._tokens.pop(0)
        if power and lookup(symbol + power) is not None:
            symbol, power = symbol + power, ""
        found = lookup(symbol)
        if found is None:
            raise self._unknown(symbol)
        return found ** int(power.lstrip("^").translate(_SUPERSCRIPTS)) if power else found

    def _take(self, operator: str) -> bool:
        if self._tokens and self._tokens[0][0] == operator:
            self._tokens.pop(0)
            return True
        return False

    def _unknown(self, symbol: str) -> UnknownUnitError:
        near = difflib.get_close_matches(symbol, [*UNITS, "kW", "kWh", "mm", "kPa", "kg"], n=1)
        hint = f"{near[0]}, or another" if near else "a"
        return UnknownUnitError(
            f"there is no unit {symbol!r}",
            found=repr(self._text),
            expected=f"{hint} known unit, such as m³/h, °C, bar, kWh or %",
        )

    def _unreadable(self) -> UnknownUnitError:
        return UnknownUnitError(
            "this is no unit",
            found=repr(self._text),
            expected="symbols with · and /, a denominator of several in parentheses: W/(m²·K)",
        )
