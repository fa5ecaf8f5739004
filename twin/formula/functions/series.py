"""What an argument of an aggregation or a temporal function gives at each point of its window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from twin.formula.functions.function import Compiler, Evaluate
from twin.formula.inputs import AtPoint, Inputs, Sample
from twin.formula.nodes import Call, Name, Node, children
from twin.formula.values import NoPoint, Value
from twin.formula.windows import Window

AGGREGATIONS = frozenset({"avg", "sum", "min", "max", "count", "stdev"})
TEMPORAL = frozenset({"first", "last", "earliest", "latest", "statetime"})

OfWindow = Callable[[Inputs], Window]


def free_names(node: Node, compiler: Compiler) -> frozenset[str]:
    """Return the variables that stand outside of all aggregations and temporal functions."""
    return frozenset(name for name in _names(node) if compiler.is_variable(name))


def window_of(node: Node, compiler: Compiler) -> OfWindow | None:
    """Return what gives the points of an expression of one variable; None for more or none."""
    names = free_names(node, compiler)
    if len(names) != 1:
        return None
    (name,) = names
    if isinstance(node, Name):
        return lambda inputs: inputs.window(name)
    evaluation = compiler.evaluation(node)
    return lambda inputs: _mapped(inputs.window(name), name, evaluation, inputs)


def value_or_none(evaluation: Evaluate, inputs: Inputs) -> Value | None:
    """Return a value, None where there is none."""
    try:
        return evaluation(inputs)
    except (NoPoint, ArithmeticError, ValueError):
        return None


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Name):
        yield node.name
    if isinstance(node, Call) and node.function in AGGREGATIONS | TEMPORAL:
        return
    for child in children(node):
        yield from _names(child)


def _mapped(window: Window, name: str, evaluation: Evaluate, inputs: Inputs) -> Window:
    def mapped(point: tuple[float, Value]) -> tuple[float, Value] | None:
        value = value_or_none(evaluation, AtPoint(inputs, name, Sample(*point)))
        return None if value is None else (point[0], value)

    points = tuple(found for point in window.points if (found := mapped(point)) is not None)
    previous = mapped(window.previous) if window.previous is not None else None
    return Window(window.start, window.end, points, previous)
