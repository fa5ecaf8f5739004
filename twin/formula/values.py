"""What a formula computes with: numbers and texts; Booleans are the numbers 0 and 1.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-tutorials.html
"""

from __future__ import annotations

import math
from decimal import Decimal

Value = float | str
LARGEST = 1e10
"""The service keeps no number beyond ±10^10."""

LONGEST = 1024
"""The service keeps no text with more characters."""


class NoPoint(Exception):
    """The formula gives no point here."""


def number(value: Value) -> float:
    """Return a value that has to be a number.

    Raises:
        NoPoint: it is a text.
    """
    if isinstance(value, str):
        raise NoPoint
    return value


def integer(value: Value) -> int:
    """Return a value that has to be a whole number.

    Raises:
        NoPoint: it is none.
    """
    if isinstance(value, str) or not value.is_integer():
        raise NoPoint
    return int(value)


def text(value: Value) -> str:
    """Return a value that has to be a text.

    Raises:
        NoPoint: it is a number.
    """
    if not isinstance(value, str):
        raise NoPoint
    return value


def short(result: str) -> str:
    """Return a text that a formula has made.

    Raises:
        NoPoint: it is too long.
    """
    if len(result) > LONGEST:
        raise NoPoint
    return result


def is_true(value: Value) -> bool:
    """Tell whether a value is true: all but zero and the empty text are, NaN too."""
    return value not in (0, "")


def written(value: Value) -> str:
    """Return a value as text: `3` for 3.0, else the shortest decimals that give the number back.

    The guide shows whole numbers only; the rest is our choice, without an exponent.
    """
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' * (value < 0)}Infinity"
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def defined(result: float, *arguments: float) -> float:
    """Return what an operation has made of numbers.

    Raises:
        NoPoint: it is infinite, or not a number although all arguments are.
    """
    if math.isfinite(result) or (math.isnan(result) and any(map(math.isnan, arguments))):
        return result
    raise NoPoint


def kept(result: Value) -> Value | None:
    """Return the result of a formula as the service keeps it, None where it gives no point."""
    if isinstance(result, str):
        return result if len(result) <= LONGEST else None
    return result if -LARGEST <= result <= LARGEST else None
