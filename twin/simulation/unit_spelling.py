"""Whether two texts spell one unit: `m3/h`, `m^3/h`, `m³/h` and `m3.h-1` do.

Models write units as FMI, UCUM or their authors do. Nothing is converted between a model and its
signals, so that two units of one dimension, such as bar and kPa, are different. What functions need
is the standard library only; a site file is checked with the whole list of units beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

SAME = {
    **dict.fromkeys(("degc", "cel", "celsius", "deg_c", "°c"), "°C"),
    **dict.fromkeys(("r/min", "rev/min", "1/min", "min-1", "min^-1", "rpm"), "rpm"),
    **dict.fromkeys(("percent", "pct", "%"), "%"),
}
"""Spellings of whole units that are not products of symbols, in lower case."""

SYMBOLS = {"hr": "h", "hour": "h", "sec": "s", "second": "s", "Ohm": "Ω", "ohm": "Ω", "l": "L"}
SYMBOLS |= {"kelvin": "K", "metre": "m", "meter": "m", "degC": "°C", "1": ""}
DIVISION = re.compile(r"\s*/\s*")
PRODUCT = re.compile(r"[\s.·*⋅]+")
FACTOR = re.compile(r"(?P<symbol>1|[^\d\s^+-]+)\^?(?P<exponent>[+-]?\d+)?")


def same_unit(one: str, other: str) -> bool:
    """Return whether two texts are one unit; two that cannot be read must be the same text."""
    return one == other or _spelled(one) == _spelled(other)


def _spelled(text: str) -> object:
    """Return a value that is equal for equal units."""
    # Raised digits become plain ones, the raised minus becomes the one of mathematics.
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()
    whole = SAME.get(plain.lower())
    if whole is not None:
        return whole
    powers: Counter[str] = Counter()
    for place, part in enumerate(DIVISION.split(plain)):
        sign = 1 if place == 0 else -1
        for factor in filter(None, PRODUCT.split(part.strip("()"))):
            found = FACTOR.fullmatch(factor)
            if found is None:
                return plain
            symbol = found["symbol"]
            powers[SYMBOLS.get(symbol, symbol)] += sign * int(found["exponent"] or 1)
    powers.pop("", None)
    return frozenset((symbol, power) for symbol, power in powers.items() if power)
