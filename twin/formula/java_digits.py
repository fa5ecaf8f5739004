"""Digits of numbers as Java's `Formatter` writes them: rounded half up, from the shortest decimals.

https://docs.oracle.com/javase/7/docs/api/java/util/Formatter.html
"""

from __future__ import annotations

from decimal import Decimal


def fixed(value: Decimal, precision: int) -> str:
    """Return a number with so many decimals."""
    return format(_rounded(value, -precision), "f")


def _rounded(value: Decimal, exponent: int) -> Decimal:
    # Not `quantize`: its result is limited to the 28 digits of the context.
    shift = value.adjusted() - exponent
    if shift < -1:
        return Decimal((0, (0,), exponent))
    digits = value.as_tuple().digits
    known = len(digits) - 1 - shift
    if known <= 0:
        return Decimal((0, (*digits, *([0] * -known)), exponent))
    head, tail = digits[:-known] or (0,), digits[-known]
    whole = int("".join(map(str, head))) + (tail >= 5)
    return Decimal((0, tuple(map(int, str(whole))), exponent))


def scientific(value: Decimal, precision: int) -> str:
    """Return a number with one digit before the point, so many after it, and an exponent."""
    exponent = value.adjusted() if value else 0
    mantissa = _rounded(value.scaleb(-exponent), -precision)
    if mantissa >= 10:
        exponent, mantissa = exponent + 1, _rounded(mantissa.scaleb(-1), -precision)
    return f"{format(mantissa, 'f')}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def general(value: Decimal, precision: int) -> tuple[str, Decimal, int]:
    """Return how `g` shows a number: `f` from 10^-4 to below 10^precision, else `e`."""
    if not value:
        return "f", value, precision - 1
    rounded = _rounded(value, value.adjusted() - precision + 1)
    if Decimal("1e-4") <= rounded < Decimal(10) ** precision:
        return "f", rounded, max(precision - 1 - rounded.adjusted(), 0)
    return "e", rounded, precision - 1
