"""From expressions to functions of the bound variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from twin_local.services.iottwinmaker.query.errors import QueryError
from twin_local.services.iottwinmaker.query.graph import Edge, Node
from twin_local.services.iottwinmaker.query.syntax import (
    Comparison,
    Constant,
    Expression,
    In,
    IsMissing,
    Junction,
    Like,
    Lower,
    Not,
    Path,
)
from twin_local.services.iottwinmaker.query.values import (
    COMPARISONS,
    MISSING,
    Value,
    equal,
    negation,
)

Bindings: TypeAlias = list[Value]
"""The value of every variable, by its number; None where it is not bound yet."""

Evaluate: TypeAlias = Callable[[Bindings], Value]
Numbers: TypeAlias = Mapping[str, int]
"""The number of every variable."""


def compiled(expression: Expression, numbers: Numbers) -> Evaluate:
    """Return the function that gives an expression's value.

    Raises:
        QueryError: it uses a variable that there is not.
    """
    if isinstance(expression, Constant):
        constant = expression.value
        return lambda _: constant
    if isinstance(expression, Path):
        return _path(expression, numbers)
    if isinstance(expression, Lower):
        return _lower(compiled(expression.operand, numbers))
    if isinstance(expression, Comparison):
        return _comparison(expression, numbers)
    if isinstance(expression, Like):
        return _like(expression, numbers)
    if isinstance(expression, In):
        return _in(expression, numbers)
    if isinstance(expression, IsMissing):
        inner = compiled(expression.operand, numbers)
        return lambda bound: inner(bound) is MISSING
    if isinstance(expression, Not):
        negated = compiled(expression.operand, numbers)
        return lambda bound: negation(negated(bound))
    return _junction(expression, numbers)


def variables(expression: Expression) -> Iterator[str]:
    """Yield the variables of an expression."""
    if isinstance(expression, Path):
        yield expression.variable
    elif isinstance(expression, Comparison):
        yield from variables(expression.left)
        yield from variables(expression.right)
    elif isinstance(expression, Junction):
        for operand in expression.operands:
            yield from variables(operand)
    elif isinstance(expression, Lower | Like | IsMissing | Not | In):
        yield from variables(expression.operand)
        if isinstance(expression, In):
            options = expression.options
            for one in (options,) if isinstance(options, Path) else options:
                yield from variables(one)


def conjuncts(expression: Expression | None) -> tuple[Expression, ...]:
    """Return the conditions that must all be so."""
    if expression is None:
        return ()
    if isinstance(expression, Junction) and expression.word == "AND":
        return tuple(one for operand in expression.operands for one in conjuncts(operand))
    return (expression,)


def _path(path: Path, numbers: Numbers) -> Evaluate:
    if path.variable not in numbers:
        raise QueryError(f"there is no variable {path.variable}", path.at)
    number, steps = numbers[path.variable], path.steps
    if len(steps) == 1:
        (step,) = steps

        def field(bound: Bindings) -> Value:
            return _inside(bound[number], step)

        return field

    def walk(bound: Bindings) -> Value:
        value = bound[number]
        for step in steps:
            value = _inside(value, step)
        return value

    return walk


def _inside(value: Value, step: str) -> Value:
    if type(value) is dict:  # the most frequent: a component or a property
        return value.get(step, MISSING)
    return value.fields.get(step, MISSING) if isinstance(value, (Node, Edge)) else MISSING


def _lower(inner: Evaluate) -> Evaluate:
    def lower(bound: Bindings) -> Value:
        value = inner(bound)
        return value.lower() if isinstance(value, str) else MISSING

    return lower


def _comparison(expression: Comparison, numbers: Numbers) -> Evaluate:
    left, right = compiled(expression.left, numbers), compiled(expression.right, numbers)
    compare = COMPARISONS[expression.operator]
    if expression.operator == "=" and isinstance(expression.right, Constant):
        wanted = expression.right.value
        if isinstance(wanted, str):  # the most frequent one, and a text equals only a text

            def same(bound: Bindings) -> Value:
                value = left(bound)
                return None if value is MISSING else value == wanted

            return same
    return lambda bound: compare(left(bound), right(bound))


def _like(expression: Like, numbers: Numbers) -> Evaluate:
    inner = compiled(expression.operand, numbers)
    matches = _pattern(expression.pattern, expression.escape).fullmatch

    def like(bound: Bindings) -> Value:
        value = inner(bound)
        return matches(value) is not None if isinstance(value, str) else None

    return like


def _pattern(pattern: str, escape: str | None) -> re.Pattern[str]:
    parts, characters = [], iter(pattern)
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, character)))
        else:
            parts.append({"%": ".*", "_": "."}.get(character) or re.escape(character))
    return re.compile("".join(parts), re.DOTALL)


def _in(expression: In, numbers: Numbers) -> Evaluate:
    inner = compiled(expression.operand, numbers)
    if isinstance(expression.options, Path):
        collection = compiled(expression.options, numbers)

        def among(bound: Bindings) -> Value:
            items = collection(bound)
            return _any_equal(inner(bound), items) if isinstance(items, list) else None

        return among
    options = [compiled(one, numbers) for one in expression.options]
    return lambda bound: _any_equal(inner(bound), [one(bound) for one in options])


def _any_equal(value: Value, items: list[Value]) -> bool | None:
    if value is MISSING:
        return None
    return any(equal(value, item) for item in items)


def _junction(expression: Junction, numbers: Numbers) -> Evaluate:
    operands = [compiled(one, numbers) for one in expression.operands]
    decisive = expression.word == "OR"

    def junction(bound: Bindings) -> Value:
        unknown = False
        for operand in operands:
            value = operand(bound)
            if value is decisive:
                return decisive
            unknown = unknown or not isinstance(value, bool)
        return None if unknown else not decisive

    return junction
