"""Evaluate expressions over a message (AWS IoT developer guide: "Operators", "Data types")."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from twin_local.execution.iot.json_values import equal
from twin_local.execution.iot.sql.arithmetic import calculate, decimal_of, rounded
from twin_local.execution.iot.sql.syntax import (
    Attribute,
    Calculate,
    Compare,
    Comparison,
    Connect,
    Constant,
    Expression,
    Not,
    Round,
    Timestamp,
    Topic,
)
from twin_local.execution.types import Json


class Undefined:
    """What an expression is that has no value: an absent attribute, a comparison with one."""


UNDEFINED: Final = Undefined()

ORDERS: dict[Comparison, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Subject:
    """A message as expressions see it; the payload is UNDEFINED where it is not JSON."""

    topic: str
    payload: Json
    time_ms: int


def read_payload(payload: bytes) -> Json:
    """Return the payload's JSON, or UNDEFINED; whole numbers are integers, also `10.0`."""
    try:
        return json.loads(payload, parse_float=_number)
    except (ValueError, RecursionError):
        return UNDEFINED


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def evaluate(expression: Expression, subject: Subject) -> Json:
    """Return the value of an expression, UNDEFINED where it has none."""
    match expression:
        case Constant(value):
            return value
        case Attribute(names):
            return _attribute(names, subject.payload)
        case Topic(level):
            return _topic(level, subject.topic)
        case Timestamp():
            return subject.time_ms
        case Compare(sign, left, right):
            return _compare(sign, evaluate(left, subject), evaluate(right, subject))
        case Connect(word, left, right):
            return _connect(word, evaluate(left, subject), evaluate(right, subject))
        case Not(operand):
            held = _truth(evaluate(operand, subject))
            return UNDEFINED if held is None else not held
        case Calculate(sign, left, right):
            return _known(calculate(sign, evaluate(left, subject), evaluate(right, subject)))
        case Round(function, operand):
            return _known(rounded(function, evaluate(operand, subject)))


def _known(value: Json | None) -> Json:
    return UNDEFINED if value is None else value


def _attribute(names: tuple[str, ...], payload: Json) -> Json:
    value = payload
    for name in names:
        if not isinstance(value, dict) or name not in value:
            return UNDEFINED
        value = value[name]
    return value


def _topic(level: int | None, topic: str) -> Json:
    if level is None:
        return topic
    levels = topic.split("/")
    return levels[level - 1] if level <= len(levels) else UNDEFINED


def _compare(sign: Comparison, left: Json, right: Json) -> Json:
    if left is UNDEFINED or right is UNDEFINED:
        return UNDEFINED
    if sign in ("=", "<>"):
        return equal(left, right) is (sign == "=")
    first, second = decimal_of(left), decimal_of(right)
    if first is None or second is None:
        return UNDEFINED
    return ORDERS[sign](first, second)


def _connect(word: str, left: Json, right: Json) -> Json:
    first, second = _truth(left), _truth(right)
    if first is None or second is None:
        return UNDEFINED
    return (first and second) if word == "AND" else (first or second)


def _truth(value: Json) -> bool | None:
    """Return a Boolean, or a string that says one; None for everything else."""
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value if isinstance(value, bool) else None
