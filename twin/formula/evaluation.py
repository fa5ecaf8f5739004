"""Evaluate a formula as AWS IoT SiteWise does.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/formula-expressions.html

A result that is undefined, infinite or outside of ±10^10 is no point, not an error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from twin.formula.compilation import Compilation
from twin.formula.inputs import Inputs
from twin.formula.nodes import Node
from twin.formula.values import NoPoint, Value, kept

Formula = Callable[[Inputs], Value | None]
"""A compiled formula; it gives None where there is no point."""


def compiled(node: Node, declared: Collection[str] = ()) -> Formula:
    """Return a formula that is evaluated often; `declared` are the names of its variables.

    Raises:
        FormulaUseError: a function is unknown or has a wrong number of arguments.
    """
    evaluation = Compilation(declared).evaluation(node)

    def formula(inputs: Inputs) -> Value | None:
        try:
            return kept(evaluation(inputs))
        except (NoPoint, ArithmeticError, ValueError):
            return None

    return formula


def evaluate(node: Node, inputs: Inputs, declared: Collection[str] = ()) -> Value | None:
    """Return the value of a formula, None where it gives no point."""
    return compiled(node, declared)(inputs)


def stored(result: Value | None, data_type: str) -> Value | None:
    """Return a result as a property of a data type keeps it, None where it keeps none.

    A text is kept by STRING properties only, a number by all others. The guide knows DOUBLE and
    STRING results; a number loses its fraction in an INTEGER, and a BOOLEAN takes 1 and 0 only.
    """
    if result is None or isinstance(result, str):
        return result if data_type == "STRING" else None
    match data_type:
        case "STRING":
            return None
        case "INTEGER":
            return int(result)
        case "BOOLEAN":
            return int(result) if result in (0.0, 1.0) else None
    return result
