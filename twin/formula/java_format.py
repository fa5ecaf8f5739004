"""Format values as Java's `Formatter` does: the conversions d o x X, f e E g G, s S, c C, % and n.

https://docs.oracle.com/javase/7/docs/api/java/util/Formatter.html

Dates, hexadecimal floats, hash codes and Booleans have no value in the language. A text or a number
that does not fit its conversion is an error, as in Java; a whole number fits `d`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from twin.formula.java_digits import fixed, general, scientific
from twin.formula.values import LONGEST, Value, integer, number, written

CONVERSION = re.compile(r"([-#+ 0,(]*)([1-9]\d*)?(?:\.(\d+))?([doxXfeEgGsScC])")
"""Flags, width, precision and the conversion itself."""

_SPECIFIER = re.compile(rf"%(?:(?:(\d+)\$|(<))?{CONVERSION.pattern}|(-?\d*)([%n])|)")
_MASK = (1 << 64) - 1
"""Java shows a negative whole number as the two's complement of 64 bits in `o` and `x`."""


@dataclass(frozen=True)
class Conversion:
    """One conversion of Java's Formatter."""

    flags: str
    width: int
    precision: int | None
    letter: str

    @property
    def kind(self) -> str:
        """The conversion in lower case."""
        return self.letter.lower()


def conversion_of(text: str) -> Conversion | None:
    """Read a conversion without its `%`, such as `d` or `,.2f`; None where it is none."""
    match = CONVERSION.fullmatch(text)
    if match is None:
        return None
    flags, width, precision, letter = match.groups()
    found = Conversion(flags, int(width or 0), int(precision) if precision else None, letter)
    return found if _fits(found) else None


def convert(conversion: Conversion, value: Value) -> str:
    """Return a value in a conversion.

    Raises:
        NoPoint: the value is none of the conversion's kind.
    """
    if conversion.kind in "sc":
        body = _letters(conversion, value)
    elif conversion.kind in "dox":
        body = _whole(conversion, integer(value))
    else:
        body = _decimal(conversion, number(value))
    if conversion.letter.isupper():
        body = body.upper()
    if "-" in conversion.flags:
        return body.ljust(conversion.width)
    return body.rjust(conversion.width)


def java_format(pattern: str, arguments: Sequence[Value]) -> str:
    """Return a pattern with its conversions done; arguments that none takes are ignored.

    Raises:
        ValueError: the pattern is wrong, or an argument is missing.
        NoPoint: an argument does not fit.
    """
    parts: list[str] = []
    done, ordinary, last = 0, 0, -1
    for match in _SPECIFIER.finditer(pattern):
        parts.append(pattern[done : match.start()])
        done = match.end()
        position, again, *_, width, sign = match.groups()
        if sign is not None:
            parts.append(_sign(width, sign))
            continue
        conversion = conversion_of(match.group().rpartition("$")[2].lstrip("%<"))
        if conversion is None:
            raise ValueError(f"{match.group()!r} is no conversion")
        if position is None and not again:
            last, ordinary = ordinary, ordinary + 1
        elif position is not None:
            last = int(position) - 1
        if not 0 <= last < len(arguments):
            raise ValueError(f"{match.group()!r} has no argument")
        parts.append(convert(conversion, arguments[last]))
    return "".join([*parts, pattern[done:]])


def _fits(conversion: Conversion) -> bool:
    """Tell whether Java takes these flags and this precision with the conversion."""
    flags, kind = conversion.flags, conversion.kind
    allowed = {"s": "-", "c": "-", "d": "-+ 0,(", "o": "-#0", "x": "-#0", "e": "-#+ 0("}
    padded = "-" in flags or "0" in flags
    return (
        set(flags) <= set(allowed.get(kind, "-#+ 0,(" if kind == "f" else "-+ 0,("))
        and len(set(flags)) == len(flags)
        and not {"-", "0"} <= set(flags)
        and not {"+", " "} <= set(flags)
        and (conversion.width > 0 or not padded)
        and (conversion.precision is None or kind in "fegs")
        and max(conversion.width, conversion.precision or 0) <= LONGEST
    )


def _sign(width: str, sign: str) -> str:
    if sign == "n":
        if width:
            raise ValueError("%n has no width")
        return "\n"
    columns = int(width) if width.lstrip("-") else 0
    return "%".ljust(-columns) if columns < 0 else "%".rjust(min(columns, LONGEST))


def _letters(conversion: Conversion, value: Value) -> str:
    if conversion.kind == "c":
        return chr(integer(value)) if not isinstance(value, str) else _character(value)
    return written(value)[: conversion.precision]


def _character(value: str) -> str:
    if len(value) != 1:
        raise ValueError(f"{value!r} is no character")
    return value


def _whole(conversion: Conversion, value: int) -> str:
    if conversion.kind == "d":
        return _with_sign(conversion, value < 0, _grouped(conversion, str(abs(value))))
    base, prefix = ("x", "0x") if conversion.kind == "x" else ("o", "0")
    prefix = prefix if "#" in conversion.flags else ""
    digits = format(value & _MASK, base)
    return prefix + _zeros(conversion, digits, len(prefix))


def _decimal(conversion: Conversion, value: float) -> str:
    if math.isnan(value):
        return "NaN"
    negative = math.copysign(1.0, value) < 0
    if math.isinf(value):
        return "{}Infinity{}".format(*_signs(conversion, negative))
    exact = abs(Decimal(repr(value)))
    precision = 6 if conversion.precision is None else conversion.precision
    kind = conversion.kind
    if kind == "g":
        kind, exact, precision = general(exact, precision or 1)
    digits = scientific(exact, precision) if kind == "e" else fixed(exact, precision)
    if "#" in conversion.flags and "." not in digits:
        digits = digits.replace("e", ".e") if kind == "e" else f"{digits}."
    return _with_sign(conversion, negative, digits if kind == "e" else _grouped(conversion, digits))


def _grouped(conversion: Conversion, digits: str) -> str:
    if "," not in conversion.flags:
        return digits
    whole, point, rest = digits.partition(".")
    return f"{int(whole):,}{point}{rest}"


def _with_sign(conversion: Conversion, negative: bool, digits: str) -> str:
    before, after = _signs(conversion, negative)
    return f"{before}{_zeros(conversion, digits, len(before) + len(after))}{after}"


def _signs(conversion: Conversion, negative: bool) -> tuple[str, str]:
    """Return what stands before and after the digits."""
    if negative:
        return ("(", ")") if "(" in conversion.flags else ("-", "")
    if "+" in conversion.flags:
        return "+", ""
    return " " * (" " in conversion.flags), ""


def _zeros(conversion: Conversion, digits: str, beside: int) -> str:
    return digits.zfill(conversion.width - beside) if "0" in conversion.flags else digits
