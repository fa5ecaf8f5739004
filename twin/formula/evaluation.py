"""Evaluate a formula as AWS IoT SiteWise does.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/formula-expressions.html

A result that is undefined, infinite or outside of ±10^10 is no point, not an error. Strings, time
and JSONPath functions of the language are not evaluated yet: `unsupported` names them.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator
from typing import Protocol

from twin.formula.nodes import (
    Binary,
    Call,
    If,
    Logical,
    Name,
    Node,
    Number,
    Text,
    Unary,
    walk,
)
from twin.formula.windows import TEMPORAL, Window, aggregate, temporal

Value = float | str
LARGEST = 1e10
LONGEST = 1024
CONSTANTS: dict[str, float] = {"pi": math.pi, "e": math.e, "true": 1.0, "false": 0.0}
AGGREGATES = frozenset({"avg", "sum", "min", "max", "count", "stdev"})


class NoPoint(Exception):
    """The formula gives no point here."""


class Inputs(Protocol):
    """Where a formula's variables come from."""

    def value(self, name: str) -> Value | None:
        """Return a variable's latest value, None if it never had one."""

    def before(self, name: str) -> Value | None:
        """Return a variable's value before the one that triggered (transforms)."""

    def window(self, name: str) -> Window:
        """Return a variable's points of the window that is computed (metrics)."""


FUNCTIONS: dict[str, Callable[..., float]] = {
    "abs": abs,
    "acos": math.acos,
    "asin": math.asin,
    "atan": math.atan,
    "cbrt": math.cbrt,
    "ceil": lambda x: float(math.ceil(x)),
    "cos": math.cos,
    "cosh": math.cosh,
    "cot": lambda x: 1.0 / math.tan(x),
    "exp": math.exp,
    "expm1": math.expm1,
    "floor": lambda x: float(math.floor(x)),
    "log": math.log,
    "log10": math.log10,
    "log1p": math.log1p,
    "log2": math.log2,
    "pow": math.pow,
    "signum": lambda x: float((x > 0) - (x < 0)),
    "sin": math.sin,
    "sinh": math.sinh,
    "sqrt": math.sqrt,
    "tan": math.tan,
    "tanh": math.tanh,
    "isnan": lambda x: float(math.isnan(x)),
}

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "gt": operator.gt,
    "lt": operator.lt,
    "gte": lambda a, b: a > b or math.isclose(a, b),
    "lte": lambda a, b: a < b or math.isclose(a, b),
    "eq": lambda a, b: a == b or math.isclose(a, b),
    "neq": operator.ne,
}

OPERATORS = {"<": "lt", ">": "gt", "<=": "lte", ">=": "gte", "==": "eq", "!=": "neq"}

ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": math.pow,
    "%": math.fmod,  # the sign is the left operand's
}


def unsupported(node: Node) -> frozenset[str]:
    """Return what of a formula cannot be evaluated yet: functions, indexing, formatting."""
    return frozenset(_unsupported(node))


def evaluate(node: Node, inputs: Inputs) -> Value | None:
    """Return the value of a formula, None where it gives no point."""
    try:
        result = _value(node, inputs)
    except (NoPoint, ArithmeticError, ValueError):
        return None
    if isinstance(result, str):
        return result if len(result) <= LONGEST else None
    if math.isnan(result) or not -LARGEST <= result <= LARGEST:
        return None
    return float(result)


def _unsupported(node: Node) -> Iterator[str]:
    known = {*FUNCTIONS, *COMPARISONS, *AGGREGATES, *TEMPORAL, "pretrigger"}
    for one in walk(node):
        match one:
            case Number() | Text() | Name() | Unary() | Binary() | Logical() | If():
                pass
            case Call(function, _):
                if function not in known:
                    yield function
            case _:
                yield type(one).__name__.lower()


def _value(node: Node, inputs: Inputs) -> Value:
    match node:
        case Number(value):
            return value
        case Text(text):
            return text
        case Name(name):
            return _name(name, inputs)
        case Unary(sign, operand):
            return (
                float(not _true(_value(operand, inputs)))
                if sign == "not"
                else -_number(operand, inputs)
            )
        case Binary(sign, left, right):
            return _binary(sign, _value(left, inputs), _value(right, inputs))
        case Logical(sign, left, right):
            return _logical(sign, left, right, inputs)
        case If(condition, then, otherwise):
            return _if(condition, then, otherwise, inputs)
        case Call(function, arguments):
            return _call(function, arguments, inputs)
    raise NoPoint


def _name(name: str, inputs: Inputs) -> Value:
    value = inputs.value(name)
    if value is not None:
        return value
    constant = CONSTANTS.get(name.lower())
    if constant is None:
        raise NoPoint
    return constant


def _number(node: Node, inputs: Inputs) -> float:
    value = _value(node, inputs)
    if isinstance(value, str):
        raise NoPoint
    return value


def _true(value: Value) -> bool:
    """Zero and the empty string are false, everything else is true, NaN too."""
    return value not in (0, "")


def _binary(sign: str, left: Value, right: Value) -> Value:
    if sign == "+" and (isinstance(left, str) or isinstance(right, str)):
        return _text(left) + _text(right)
    if sign in OPERATORS:
        return _compare(OPERATORS[sign], left, right)
    if isinstance(left, str) or isinstance(right, str):
        raise NoPoint
    return left + right if sign == "+" else ARITHMETIC[sign](left, right)


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _compare(name: str, left: Value, right: Value) -> float:
    if isinstance(left, str) and isinstance(right, str):
        texts: dict[str, Callable[[str, str], bool]] = {
            "gt": operator.gt,
            "lt": operator.lt,
            "gte": operator.ge,
            "lte": operator.le,
            "eq": operator.eq,
            "neq": operator.ne,
        }
        return float(texts[name](left, right))
    if isinstance(left, str) or isinstance(right, str):
        raise NoPoint
    return float(COMPARISONS[name](left, right))


def _logical(sign: str, left: Node, right: Node, inputs: Inputs) -> Value:
    """`x and y` is y where x is true; `x or y` is 1 where x is true, else y."""
    first = _true(_value(left, inputs))
    if sign == "and":
        return _value(right, inputs) if first else 0.0
    return 1.0 if first else _value(right, inputs)


def _if(condition: Node, then: Node, otherwise: Node | None, inputs: Inputs) -> Value:
    chosen = then if _true(_value(condition, inputs)) else otherwise
    if chosen is None or (isinstance(chosen, Name) and chosen.name.lower() == "none"):
        raise NoPoint
    return _value(chosen, inputs)


def _call(function: str, arguments: tuple[Node, ...], inputs: Inputs) -> Value:
    if function in AGGREGATES:
        return aggregate(function, _series(function, arguments, inputs))
    if function in TEMPORAL:
        return temporal(function, inputs.window(_variable(arguments)))
    if function == "pretrigger":
        value = inputs.before(_variable(arguments))
        if value is None:
            raise NoPoint
        return value
    if function in COMPARISONS:
        left, right = arguments
        return _compare(function, _value(left, inputs), _value(right, inputs))
    return FUNCTIONS[function](*(_number(argument, inputs) for argument in arguments))


def _variable(arguments: tuple[Node, ...]) -> str:
    (argument,) = arguments
    if not isinstance(argument, Name):
        raise NoPoint
    return argument.name


def _series(function: str, arguments: tuple[Node, ...], inputs: Inputs) -> list[float]:
    """Return all numbers that an aggregation runs over: of each argument, at each of its points."""
    numbers: list[float] = []
    for argument in arguments:
        names = {one.name for one in walk(argument) if isinstance(one, Name)}
        nested = any(
            isinstance(one, Call) and one.function in AGGREGATES | TEMPORAL
            for one in walk(argument)
        )
        variables = [name for name in names if name.lower() not in CONSTANTS]
        if nested or not variables:
            numbers.append(_number(argument, inputs))
            continue
        (name,) = variables  # the service takes one variable an argument
        for _, value in inputs.window(name).points:
            result = evaluate(argument, _At(name, value, inputs))
            if result is not None and not isinstance(result, str):
                numbers.append(result)
    if not numbers and function != "count":
        raise NoPoint
    return numbers


class _At:
    """The inputs at one point of a window."""

    def __init__(self, name: str, value: float, inputs: Inputs) -> None:
        self._name, self._value, self._inputs = name, value, inputs

    def value(self, name: str) -> Value | None:
        return self._value if name == self._name else self._inputs.value(name)

    def before(self, name: str) -> Value | None:
        return self._inputs.before(name)

    def window(self, name: str) -> Window:
        return self._inputs.window(name)
