"""Calculate with the numbers of a message (AWS IoT developer guide: "Operators", "Functions").

Numbers have 34 digits. Results that are whole are integers, as of SQL version 2016-03-23.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, InvalidOperation

from twin_local.execution.iot.json_values import encode, is_number
from twin_local.execution.types import Json

CONTEXT = Context(
    prec=34,
    rounding=decimal.ROUND_HALF_UP,
    traps=[InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
WHOLE = Decimal(1)

OPERATIONS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
    "%": CONTEXT.remainder,
}
ROUNDINGS = {
    "floor": decimal.ROUND_FLOOR,
    "ceil": decimal.ROUND_CEILING,
    "round": decimal.ROUND_HALF_UP,
}


def calculate(sign: str, left: Json, right: Json) -> Json | None:
    """Return the result of an operation, None where it has none.

    Strings that are numbers count as numbers, but `+` joins strings with strings and numbers.
    """
    if sign == "+" and (isinstance(left, str) or isinstance(right, str)):
        return _joined(left, right)
    first, second = decimal_of(left), decimal_of(right)
    if first is None or second is None:
        return None
    try:
        return _number(OPERATIONS[sign](first, second))
    except decimal.DecimalException:
        return None


def rounded(function: str, value: Json) -> Json | None:
    """Return `floor`, `ceil`, `round` or `abs` of a number, None of what is none."""
    number = decimal_of(value)
    if number is None:
        return None
    if function == "abs":
        return _number(abs(number))
    return int(number.to_integral_value(ROUNDINGS[function]))


def decimal_of(value: Json) -> Decimal | None:
    """Return a number, or a string that is one, as a decimal; None of anything else."""
    if not is_number(value) and not isinstance(value, str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _joined(left: Json, right: Json) -> str | None:
    texts = [
        value if isinstance(value, str) else encode(value).decode()
        for value in (left, right)
        if isinstance(value, str) or is_number(value)
    ]
    return "".join(texts) if len(texts) == len((left, right)) else None


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
