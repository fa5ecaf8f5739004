"""Compile a transform once into operations on whole columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

import numpy as np

from twin.formula.compilation import Compilation
from twin.formula.errors import FormulaUseError
from twin.formula.functions import FUNCTIONS
from twin.formula.functions.function import Evaluate
from twin.formula.functions.math import power
from twin.formula.functions.operators import BINARY, negation, negative
from twin.formula.functions.series import AGGREGATIONS, TEMPORAL
from twin.formula.inputs import Inputs, Nothing
from twin.formula.nodes import Binary, Call, If, Logical, Name, Node, Unary, walk
from twin.formula.values import LARGEST, NoPoint, Value, kept
from twin.formula.vectorised import arithmetic
from twin.formula.vectorised.columns import (
    NOTHING,
    Batch,
    Column,
    Numbers,
    Row,
    constant,
    of_results,
    together,
)

PART_ROWS = 16_384
"""So many rows at once that what is between two operations stays in the processor's cache."""

Operation = Callable[[Batch], Column]
Transform = Callable[[Batch], Column]


def vectorised(node: Node, declared: Collection[str] = ()) -> Transform:
    """Return a transform of many points at once; `declared` are the names of its variables.

    Raises:
        FormulaUseError: a function is unknown, or the formula is a metric's.
    """
    metric = {one.function for one in walk(node) if isinstance(one, Call)} & (
        AGGREGATIONS | TEMPORAL
    )
    if metric:
        raise FormulaUseError(
            "a metric is computed window by window", found=min(metric), expected="a transform"
        )
    operation = _Vectorisation(declared).checked(node)

    def transform(batch: Batch) -> Column:
        starts = range(0, batch.rows, PART_ROWS)
        parts = [batch.part(first, min(first + PART_ROWS, batch.rows)) for first in starts]
        with np.errstate(all="ignore"):
            return together([_kept(operation(part).filled(part.rows)) for part in parts])

    return transform


def _kept(column: Column) -> Column:
    if not column.is_numeric:
        return arithmetic.each(lambda value: _required(kept(value)), [column])
    values = column.values
    return Column(values, column.valid & (values >= -LARGEST) & (values <= LARGEST))


def _required(value: Value | None) -> Value:
    if value is None:
        raise NoPoint
    return value


class _Vectorisation:
    """Compiles the nodes of one transform; what numpy has no part in goes row by row."""

    def __init__(self, declared: Collection[str]) -> None:
        self._scalar = Compilation(declared)

    def checked(self, node: Node) -> Operation:
        """Return the operation of a whole formula.

        Raises:
            FormulaUseError: a function is unknown or has a wrong number of arguments.
        """
        self._scalar.evaluation(node)
        return self.operation(node)

    def operation(self, node: Node) -> Operation:
        if self._scalar.is_constant(node):
            return _always(self._scalar.evaluation(node))
        match node:
            case Name(name):
                return lambda batch: batch.latest.get(name, NOTHING)
            case Unary(sign, operand):
                return _unary(sign, self.operation(operand))
            case Binary("^", left, right):
                return _mapped(math.pow, power, [self.operation(left), self.operation(right)])
            case Binary(sign, left, right):
                return _binary(sign, self.operation(left), self.operation(right))
            case Logical(sign, left, right):
                return _logical(sign, self.operation(left), self.operation(right))
            case If(condition, then, otherwise):
                last = (lambda _: NOTHING) if otherwise is None else self.operation(otherwise)
                return _if(self.operation(condition), self.operation(then), last)
            case Call():
                return self._call(node)
        return _row_by_row(self._scalar.evaluation(node))

    def _call(self, call: Call) -> Operation:
        function = FUNCTIONS[call.function]
        match call:
            case Call("pretrigger", (Name(name),)) if self._scalar.is_variable(name):
                return lambda batch: batch.before.get(name, NOTHING)
            case _ if function.apply is None:
                return _row_by_row(self._scalar.evaluation(call))
        parts = [self.operation(argument) for argument in call.arguments]
        name, apply = call.function, function.apply
        if name in arithmetic.COMPARISONS:
            return _numbers(arithmetic.COMPARISONS[name], apply, *parts)
        if name in arithmetic.UNARY:
            return _numbers(arithmetic.UNARY[name], apply, *parts)
        if function.numeric is not None:
            return _mapped(function.numeric, apply, parts)
        return lambda batch: arithmetic.each(apply, [part(batch) for part in parts])


def _always(evaluation: Evaluate) -> Operation:
    try:
        column = constant(evaluation(Nothing()))
    except (NoPoint, ArithmeticError, ValueError):
        column = NOTHING
    return lambda _: column


def _row_by_row(evaluation: Evaluate) -> Operation:
    def operation(batch: Batch) -> Column:
        results = [_result(evaluation, Row(batch, row)) for row in range(batch.rows)]
        return of_results(results, (batch.rows,))

    return operation


def _result(evaluation: Evaluate, inputs: Inputs) -> Value | None:
    try:
        return evaluation(inputs)
    except (NoPoint, ArithmeticError, ValueError):
        return None


def _numbers(
    vector: Callable[..., Numbers],
    apply: Callable[..., Value],
    first: Operation,
    second: Operation | None = None,
) -> Operation:
    """Return an operation that numpy does where all columns are numbers."""

    def operation(batch: Batch) -> Column:
        # No comprehension: it would double the depth of a long sum.
        columns = [first(batch)] if second is None else [first(batch), second(batch)]
        if all(one.is_numeric for one in columns):
            return arithmetic.computed(vector, columns)
        return arithmetic.each(apply, columns)

    return operation


def _unary(sign: str, operand: Operation) -> Operation:
    if sign == "-":
        return _numbers(np.negative, negative, operand)
    return _numbers(lambda values: (values == 0).astype(np.float64), negation, operand)


def _binary(sign: str, left: Operation, right: Operation) -> Operation:
    return _numbers(arithmetic.BINARY[sign], BINARY[sign], left, right)


def _mapped(
    numeric: Callable[..., float], apply: Callable[..., Value], parts: list[Operation]
) -> Operation:
    return lambda batch: arithmetic.mapped(numeric, apply, [part(batch) for part in parts])


def _logical(sign: str, left: Operation, right: Operation) -> Operation:
    decided = constant(0.0 if sign == "and" else 1.0)

    def operation(batch: Batch) -> Column:
        first, second = left(batch), right(batch)
        if sign == "and":
            return _chosen(first, second, decided)
        return _chosen(first, decided, second)

    return operation


def _if(condition: Operation, then: Operation, otherwise: Operation) -> Operation:
    return lambda batch: _chosen(condition(batch), then(batch), otherwise(batch))


def _chosen(condition: Column, then: Column, otherwise: Column) -> Column:
    """Return, in each row, the value of the one or the other; it is computed in all rows."""
    truth = arithmetic.is_true(condition)
    first, second = then.values, otherwise.values
    if not (then.is_numeric and otherwise.is_numeric):
        first, second = first.astype(np.object_), second.astype(np.object_)
    valid = condition.valid & np.where(truth, then.valid, otherwise.valid)
    return Column(np.where(truth, first, second), valid)
