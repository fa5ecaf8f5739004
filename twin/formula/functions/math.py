"""Mathematical functions.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-common-functions.html
"""

from __future__ import annotations

import math
from dataclasses import replace

from twin.formula.functions.function import Function, of_number, of_values
from twin.formula.values import Value, defined, number


def power(base: Value, exponent: Value) -> float:
    """Return a power; `^` is the same."""
    first, second = number(base), number(exponent)
    return defined(math.pow(first, second), first, second)


def _ceil(value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


def _floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


def _signum(value: float) -> float:
    return value if value == 0 or math.isnan(value) else math.copysign(1.0, value)


TABLE: dict[str, Function] = {
    "abs": of_number(abs),
    "acos": of_number(math.acos),
    "asin": of_number(math.asin),
    "atan": of_number(math.atan),
    "cbrt": of_number(math.cbrt),
    "ceil": of_number(_ceil),
    "cos": of_number(math.cos),
    "cosh": of_number(math.cosh),
    "cot": of_number(lambda angle: 1.0 / math.tan(angle)),
    "exp": of_number(math.exp),
    "expm1": of_number(math.expm1),
    "floor": of_number(_floor),
    "log": of_number(math.log),
    "log10": of_number(math.log10),
    "log1p": of_number(math.log1p),
    "log2": of_number(math.log2),
    "pow": replace(of_values(2, 2, power), numeric=math.pow),
    "signum": of_number(_signum),
    "sin": of_number(math.sin),
    "sinh": of_number(math.sinh),
    "sqrt": of_number(math.sqrt),
    "tan": of_number(math.tan),
    "tanh": of_number(math.tanh),
}
