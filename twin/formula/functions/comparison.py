"""Comparisons, which give 1 or 0; a number and a text are not compared.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-comparison-functions.html
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from twin.formula.functions.function import Apply, Function, of_values
from twin.formula.values import NoPoint, Value, number

TOLERANCE = 1e-9
"""Relative; `gte`, `lte` and `eq` have it, `neq` has none."""


def is_close(first: float, second: float) -> bool:
    """Tell whether two numbers are equal within the tolerance."""
    return math.isclose(first, second, rel_tol=TOLERANCE)


def _comparison(
    numbers: Callable[[float, float], bool], texts: Callable[[str, str], bool]
) -> Apply:
    def compare(left: Value, right: Value) -> Value:
        if isinstance(left, str):
            if isinstance(right, str):
                return 1.0 if texts(left, right) else 0.0
        elif not isinstance(right, str):
            return 1.0 if numbers(left, right) else 0.0
        raise NoPoint

    return compare


COMPARISONS: dict[str, Apply] = {
    "gt": _comparison(operator.gt, operator.gt),
    "lt": _comparison(operator.lt, operator.lt),
    "gte": _comparison(lambda a, b: a > b or is_close(a, b), operator.ge),
    "lte": _comparison(lambda a, b: a < b or is_close(a, b), operator.le),
    "eq": _comparison(is_close, operator.eq),
    "neq": _comparison(operator.ne, operator.ne),
}

SIGNS = {"<": "lt", ">": "gt", "<=": "lte", ">=": "gte", "==": "eq", "!=": "neq"}
"""The operators compare as the functions do: the guide does not say otherwise."""


TABLE: dict[str, Function] = {
    **{name: of_values(2, 2, compare) for name, compare in COMPARISONS.items()},
    "isnan": of_values(1, 1, lambda value: 1.0 if math.isnan(number(value)) else 0.0),
}
