"""Aggregations over the points of a window, for metrics only.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-aggregation-functions.html

An argument is an expression of one variable, computed at each of its points, or something that has
one value for the window: a literal, a temporal function, another aggregation.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import fmean, stdev

from twin.formula.functions.function import MANY, Compiler, Evaluate, Function
from twin.formula.functions.series import value_or_none, window_of
from twin.formula.inputs import Inputs
from twin.formula.nodes import Call, Name, Node, walk
from twin.formula.values import NoPoint, Value, defined

Values = Callable[[Inputs], list[Value]]


def _reduction(reduce: Callable[[list[float]], float]) -> Function:
    """Return an aggregation of numbers that has a value only where there is an input."""

    def build(arguments: tuple[Node, ...], compiler: Compiler) -> Evaluate:
        literals = [one for one in arguments if _is_literal(one, compiler)]
        inputs_of = [_values(one, compiler) for one in arguments if one not in literals]
        fixed = [compiler.evaluation(one) for one in literals]

        def evaluate(inputs: Inputs) -> float:
            found = _numbers([value for values in inputs_of for value in values(inputs)])
            if inputs_of and not found:
                raise NoPoint
            found += _numbers([one(inputs) for one in fixed])
            return defined(reduce(found))

        return evaluate

    return Function(1, MANY, build)


def _count(arguments: tuple[Node, ...], compiler: Compiler) -> Evaluate:
    """Count points, texts too; literals are no points."""
    inputs_of = [_values(one, compiler) for one in arguments if not _is_literal(one, compiler)]
    return lambda inputs: float(sum(len(values(inputs)) for values in inputs_of))


def _is_literal(node: Node, compiler: Compiler) -> bool:
    return not any(
        isinstance(part, Call) or (isinstance(part, Name) and compiler.is_variable(part.name))
        for part in walk(node)
    )


def _values(argument: Node, compiler: Compiler) -> Values:
    window = window_of(argument, compiler)
    if window is not None:
        return lambda inputs: [value for _, value in window(inputs).points]
    single = compiler.evaluation(argument)

    def values(inputs: Inputs) -> list[Value]:
        value = value_or_none(single, inputs)
        return [] if value is None else [value]

    return values


def _numbers(values: list[Value]) -> list[float]:
    return [one for one in values if not isinstance(one, str) and not math.isnan(one)]


def _deviation(numbers: list[float]) -> float:
    return stdev(numbers) if len(numbers) > 1 else 0.0


TABLE: dict[str, Function] = {
    "avg": _reduction(fmean),
    "sum": _reduction(math.fsum),
    "min": _reduction(min),
    "max": _reduction(max),
    "stdev": _reduction(_deviation),
    "count": Function(1, MANY, _count),
}
