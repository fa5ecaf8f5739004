"""What a function of the language is: how many arguments it takes, and how it is computed.

Most functions see values only. The others, which look at how an argument is written (a variable, a
literal path) or evaluate it more than once, build their own evaluation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite
from typing import Protocol

from twin.formula.inputs import Inputs
from twin.formula.nodes import Node
from twin.formula.values import NoPoint, Value, defined, number, text

Evaluate = Callable[[Inputs], Value]
"""Raises NoPoint, ValueError or ArithmeticError where there is no value."""

Apply = Callable[..., Value]
"""Computes of values; raises the same."""

MANY = 255


class Compiler(Protocol):
    """Turns nodes into evaluations."""

    def evaluation(self, node: Node) -> Evaluate:
        """Return the evaluation of a node."""

    def is_variable(self, name: str) -> bool:
        """Tell whether a name is a variable; a constant's name is one if it is declared."""


Build = Callable[[tuple[Node, ...], Compiler], Evaluate]


@dataclass(frozen=True)
class Function:
    """A function; `apply` is known where only the values of the arguments matter."""

    fewest: int
    most: int
    build: Build
    apply: Apply | None = None
    numeric: Callable[..., float] | None = None
    """What `apply` computes of numbers, if it takes only them; the result may be undefined."""


def of_values(fewest: int, most: int, apply: Apply) -> Function:
    """Return a function of any values."""

    def build(arguments: tuple[Node, ...], compiler: Compiler) -> Evaluate:
        parts = [compiler.evaluation(argument) for argument in arguments]
        if len(parts) == 1:
            (only,) = parts
            return lambda inputs: apply(only(inputs))
        if len(parts) == 2:
            first, second = parts
            return lambda inputs: apply(first(inputs), second(inputs))
        return lambda inputs: apply(*[part(inputs) for part in parts])

    return Function(fewest, most, build, apply)


def of_number(function: Callable[[float], float]) -> Function:
    """Return a function of one number."""

    def apply(value: Value) -> float:
        argument = number(value)
        result = function(argument)
        return result if isfinite(result) else defined(result, argument)

    return replace(of_values(1, 1, apply), numeric=function)


def of_texts(count: int, function: Callable[..., Value]) -> Function:
    """Return a function of texts."""
    return of_values(count, count, lambda *values: function(*map(text, values)))


def no_value(_: Inputs) -> Value:
    """Evaluate to nothing.

    Raises:
        NoPoint: always.
    """
    raise NoPoint
