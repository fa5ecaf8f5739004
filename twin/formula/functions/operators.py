"""Operators; `^` and the comparisons compute as the functions of the same meaning do.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-operators.html
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from math import isfinite

from twin.formula.functions.comparison import COMPARISONS, SIGNS
from twin.formula.functions.function import Apply
from twin.formula.functions.math import power
from twin.formula.values import (
    NoPoint,
    Value,
    defined,
    integer,
    is_true,
    number,
    short,
    text,
    written,
)


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, str) or isinstance(right, str):
        return short(written(left) + written(right))
    result = left + right
    return result if isfinite(result) else defined(result, left, right)


def _arithmetic(compute: Callable[[float, float], float]) -> Apply:
    def apply(left: Value, right: Value) -> Value:
        if isinstance(left, str) or isinstance(right, str):
            raise NoPoint
        result = compute(left, right)
        return result if isfinite(result) else defined(result, left, right)

    return apply


def _divide(left: float, right: float) -> float:
    """Divide as IEEE 754 does: by zero there is no error but an infinite or undefined result."""
    return left / right if right else left * math.inf


BINARY: dict[str, Apply] = {
    "+": _add,
    "-": _arithmetic(operator.sub),
    "*": _arithmetic(operator.mul),
    "/": _arithmetic(_divide),
    "%": _arithmetic(math.fmod),  # the sign is the left operand's
    "^": power,
    **{sign: COMPARISONS[name] for sign, name in SIGNS.items()},
}


def negative(value: Value) -> Value:
    """Return a number with the other sign."""
    argument = number(value)
    return defined(-argument, argument)


def negation(value: Value) -> Value:
    """Return `not value`."""
    return 0.0 if is_true(value) else 1.0


def character(subject: Value, index: Value) -> Value:
    """Return `subject[index]`, which counts from the end where it is negative.

    Raises:
        NoPoint: there is none.
    """
    letters, position = text(subject), integer(index)
    if not -len(letters) <= position < len(letters):
        raise NoPoint
    return letters[position]


def part(subject: Value, start: Value | None, end: Value | None, step: Value | None) -> Value:
    """Return `subject[start:end:step]`, as Python does.

    Raises:
        ValueError: the step is zero.
    """
    first, last, every = (None if limit is None else integer(limit) for limit in (start, end, step))
    return text(subject)[first:last:every]
