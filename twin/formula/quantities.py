"""Check the units of a formula: metres are not added to bars, and the result is what it says.

A number literal that multiplies may be a conversion, so it opens the scale but keeps the dimension;
a constant that carries a unit belongs into an attribute, which states it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from twin.formula.errors import FormulaUnitError
from twin.formula.nodes import Binary, Call, If, Logical, Name, Node, Number, Unary
from twin.formula.quantity import LITERAL, PURE, SECONDS, Quantity, quantity_of
from twin.units import Unit
from twin.units.unit import SAME

_SAME_AS_ARGUMENT = frozenset(
    {"abs", "ceil", "floor", "min", "max", "sum", "avg", "first", "last", "earliest", "latest"}
    | {"pretrigger"}
)
_COMPARISONS = frozenset({"gt", "gte", "lt", "lte", "eq", "neq"})
_OF_A_PURE_NUMBER = frozenset(
    {"exp", "expm1", "log", "log10", "log1p", "log2", "sin", "cos", "tan", "cot"}
    | {"sinh", "cosh", "tanh", "asin", "acos", "atan"}
)
_ROOTS = {"sqrt": Fraction(1, 2), "cbrt": Fraction(1, 3)}
_TIMES = frozenset({"now", "timestamp", "mktime", "localtime", "statetime"})
_NUMBERS = frozenset({"count", "signum", "isnan"})


def check_units(node: Node, units: Mapping[str, Unit], result: Unit) -> None:
    """Check a formula whose variables have these units and whose result is said to have `result`.

    A variable that is not in `units` (a text, or one whose unit is wrong itself) fits everywhere.

    Raises:
        FormulaUnitError: values of different units meet, or the result has another unit.
    """
    found = _Checker(units).of(node)
    stated = quantity_of(result)
    if not found.agrees_with(stated):
        raise FormulaUnitError(
            "the formula gives another unit than its property states",
            found=_difference(found, stated),
            expected=f"{result.symbol or 'no unit'} ({result.dimension}); {_remedy(found, stated)}",
        )


class _Checker:
    def __init__(self, units: Mapping[str, Unit]) -> None:
        self._units = units

    def of(self, node: Node) -> Quantity:
        match node:
            case Number():
                return LITERAL
            case Name(name):
                unit = self._units.get(name)
                return quantity_of(unit) if unit is not None else LITERAL
            case Unary(operator, operand):
                quantity = self.of(operand)
                return PURE if operator == "not" else quantity
            case Binary(operator, left, right):
                return self._binary(operator, left, right)
            case Logical(_, left, right):
                self.of(left)
                self.of(right)
                return LITERAL
            case If(condition, then, otherwise):
                self.of(condition)
                branches = [then] if otherwise is None else [then, otherwise]
                return self._together([self.of(branch) for branch in branches], "if()")
            case Call(function, arguments):
                return self._call(function, arguments)
            case _:
                return LITERAL

    def _binary(self, operator: str, left: Node, right: Node) -> Quantity:
        first, second = self.of(left), self.of(right)
        match operator:
            case "*":
                return first * second
            case "/":
                return first * second.power(Fraction(-1))
            case "^":
                return self._power(first, right, second)
            case "+" | "%":
                return self._together([first, second], operator)
            case "-":
                return _without_zero_point(first, second, self._together([first, second], "-"))
        self._together([first, second], operator)
        return PURE

    def _call(self, function: str, arguments: tuple[Node, ...]) -> Quantity:
        quantities = [self.of(argument) for argument in arguments]
        rule = self._rule(function)
        return rule(quantities, arguments) if rule is not None else LITERAL

    def _rule(self, function: str) -> Callable[[list[Quantity], tuple[Node, ...]], Quantity] | None:
        name = f"{function}()"
        if function in _SAME_AS_ARGUMENT:
            return lambda quantities, _: self._together(quantities, name)
        if function == "stdev":
            return lambda quantities, _: _spread(self._together(quantities, name))
        if function in _COMPARISONS:
            return lambda quantities, _: (self._together(quantities, name), PURE)[1]
        if function in _OF_A_PURE_NUMBER:
            return lambda quantities, _: _pure(quantities, name)
        if function in _ROOTS:
            return lambda quantities, _: quantities[0].power(_ROOTS[function])
        if function == "pow":
            return lambda quantities, nodes: self._power(quantities[0], nodes[1], quantities[1])
        if function in _TIMES:
            return lambda _, __: SECONDS
        return (lambda _, __: PURE) if function in _NUMBERS else None

    def _together(self, quantities: list[Quantity], where: str) -> Quantity:
        joined = quantities[0]
        for quantity in quantities[1:]:
            if not joined.agrees_with(quantity):
                raise FormulaUnitError(
                    f"values of different units meet in {where}",
                    found=_difference(joined, quantity),
                    expected="values of one unit",
                )
            joined = joined.joined_with(quantity)
        return joined

    def _power(self, base: Quantity, exponent: Node, power: Quantity) -> Quantity:
        number = _number(exponent)
        if number is not None:
            return base.power(number)
        _pure([power], "an exponent")
        return _pure([base], "a base with a variable exponent")


def _number(node: Node) -> Fraction | None:
    match node:
        case Number(value):
            return Fraction(value).limit_denominator(1000)
        case Unary("-", operand):
            number = _number(operand)
            return None if number is None else -number
        case Binary("/", left, right):
            above, below = _number(left), _number(right)
            return above / below if above is not None and below else None
    return None


def _without_zero_point(first: Quantity, second: Quantity, joined: Quantity) -> Quantity:
    """Return a difference: of two temperatures in °C it is one in K."""
    if first.dimension is None or second.dimension is None:
        return joined
    return _spread(joined) if first.offset == second.offset else joined


def _spread(quantity: Quantity) -> Quantity:
    if quantity.dimension is None or not quantity.offset:
        return quantity
    return Quantity(quantity.dimension, quantity.factor, 0.0)


def _pure(quantities: list[Quantity], where: str) -> Quantity:
    for quantity in quantities:
        if not quantity.agrees_with(PURE):
            raise FormulaUnitError(
                f"a value with a unit stands in {where}",
                found=_difference(quantity, PURE),
                expected="a pure number, such as a ratio of two values of one unit",
            )
    return PURE


def _remedy(found: Quantity, stated: Quantity) -> str:
    """Return what to change: the conversion, where only the scale differs."""
    if found.dimension != stated.dimension or found.factor is None or stated.factor is None:
        return "a constant that has a unit belongs into an attribute"
    if stated.offset and found.offset == 0 and not found.symbol:
        return "a difference of temperatures is stated in K"
    scale = found.factor / stated.factor
    shift = ((found.offset or 0.0) - (stated.offset or 0.0)) / stated.factor
    steps = [f"multiply by {scale:.10g}"] if not math.isclose(scale, 1.0, rel_tol=SAME) else []
    if shift and found.offset is not None:
        steps.append(f"add {shift:.10g}")
    return f"to convert, {' and '.join(steps)}"


def _difference(first: Quantity, second: Quantity) -> str:
    """Return how two quantities are shown beside each other, scales too if only they differ."""
    if first.dimension != second.dimension:
        return f"{first} and {second}" if second is not PURE else str(first)
    return f"{_scaled(first)} and {_scaled(second)}"


def _scaled(quantity: Quantity) -> str:
    if quantity.symbol:
        return quantity.symbol
    shift = f", zero at {quantity.offset:g}" if quantity.offset else ""
    return f"{quantity.factor:g} of {quantity.dimension}{shift}" if quantity.factor else "a number"
