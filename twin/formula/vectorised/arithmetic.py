"""Operations on columns that numpy computes bit by bit as Python does.

IEEE 754 fixes the sum, the product, the quotient, the remainder and the square root. It does not
fix logarithms, powers and the like, which numpy takes from other libraries than Python: those are
computed by Python's own functions, value by value, without the cost of the formula around them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from twin.formula.functions.comparison import SIGNS, TOLERANCE
from twin.formula.functions.function import Apply
from twin.formula.values import NoPoint, Value
from twin.formula.vectorised.columns import EVERYWHERE, Column, Mask, Numbers, Values, of_results

Binary = Callable[[Numbers, Numbers], Numbers]


def _is_close(left: Numbers, right: Numbers) -> Mask:
    """Compare as `math.isclose` does."""
    difference = np.abs(right - left)
    near = (difference <= np.abs(TOLERANCE * right)) | (difference <= np.abs(TOLERANCE * left))
    found: Mask = (left == right) | (near & np.isfinite(left) & np.isfinite(right))
    return found


def _as_numbers(compare: Callable[[Numbers, Numbers], Mask]) -> Binary:
    return lambda left, right: compare(left, right).astype(np.float64)


COMPARISONS: dict[str, Binary] = {
    "gt": _as_numbers(np.greater),
    "lt": _as_numbers(np.less),
    "gte": _as_numbers(lambda left, right: (left > right) | _is_close(left, right)),
    "lte": _as_numbers(lambda left, right: (left < right) | _is_close(left, right)),
    "eq": _as_numbers(_is_close),
    "neq": _as_numbers(np.not_equal),
}

BINARY: dict[str, Binary] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
    **{sign: COMPARISONS[name] for sign, name in SIGNS.items()},
}

UNARY: dict[str, Callable[[Numbers], Numbers]] = {
    "abs": np.abs,
    "sqrt": np.sqrt,
    # The sum makes the 0.0 of Python's whole numbers of -0.0.
    "ceil": lambda values: np.ceil(values) + 0.0,
    "floor": lambda values: np.floor(values) + 0.0,
    "isnan": lambda values: np.isnan(values).astype(np.float64),
    "signum": lambda values: np.where(
        (values == 0) | np.isnan(values), values, np.copysign(1.0, values)
    ),
}


def computed(operation: Callable[..., Numbers], columns: Sequence[Column]) -> Column:
    """Return what numpy makes of columns of numbers, valid where the result is defined."""
    arguments = [one.values for one in columns]
    result = np.asarray(operation(*arguments))
    valid = columns[0].valid
    for other in columns[1:]:
        valid = valid & other.valid
    return Column(result, valid & _defined(result, arguments))


def mapped(function: Callable[..., float], apply: Apply, columns: Sequence[Column]) -> Column:
    """Return a function of numbers that Python computes, for all rows in one go.

    `function` raises where the result is undefined; then `apply` tells row by row where.
    """
    if all(one.is_numeric for one in columns):
        columns = _together(columns)
        valid = np.logical_and.reduce([one.valid for one in columns])
        arguments = [one.values[valid].tolist() for one in columns]
        try:
            found = list(map(function, *arguments))
        except (ArithmeticError, ValueError):
            return each(apply, columns)
        result = np.zeros(valid.shape)
        result[valid] = found
        return Column(result, valid & _defined(result, [one.values for one in columns]))
    return each(apply, columns)


def each(apply: Apply, columns: Sequence[Column]) -> Column:
    """Return what a function of values gives, row by row."""
    columns = _together(columns)
    values = [one.values.reshape(-1).tolist() for one in columns]
    valid = np.logical_and.reduce([one.valid for one in columns])
    results = [
        _value(apply, arguments) if known else None
        for known, *arguments in zip(valid.reshape(-1).tolist(), *values, strict=True)
    ]
    return of_results(results, valid.shape)


def is_true(column: Column) -> Mask:
    """Tell which values are true."""
    if column.is_numeric:
        truth: Mask = np.asarray(column.values != 0)
        return truth
    values = [value not in (0, "") for value in column.values.reshape(-1).tolist()]
    return np.array(values, dtype=np.bool_).reshape(column.values.shape)


def _together(columns: Sequence[Column]) -> list[Column]:
    """Return columns of one shape."""
    shape = np.broadcast_shapes(*[one.values.shape for one in columns])
    return [
        Column(np.broadcast_to(one.values, shape), np.broadcast_to(one.valid, shape))
        for one in columns
    ]


def _value(apply: Apply, arguments: Sequence[Value]) -> Value | None:
    try:
        return apply(*arguments)
    except (NoPoint, ArithmeticError, ValueError):
        return None


def _defined(result: Numbers, arguments: Sequence[Values]) -> Mask:
    """Tell where a result is finite, or not a number because an argument is none."""
    finite = np.isfinite(result)
    if finite.all():
        return EVERYWHERE
    strange = np.logical_or.reduce(np.broadcast_arrays(*map(np.isnan, arguments)))
    defined: Mask = finite | (np.isnan(result) & strange)
    return defined
