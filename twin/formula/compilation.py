"""Turn the syntax tree of a formula into an evaluation, once."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

from twin.formula.errors import FormulaUseError
from twin.formula.functions import FUNCTIONS
from twin.formula.functions.function import Apply, Evaluate, no_value
from twin.formula.functions.operators import BINARY, character, negation, negative, part
from twin.formula.inputs import Inputs, Nothing
from twin.formula.java_format import conversion_of, convert
from twin.formula.nodes import (
    Binary,
    Call,
    Formatted,
    If,
    Index,
    Logical,
    Name,
    Node,
    Number,
    Slice,
    Template,
    Text,
    Unary,
    children,
)
from twin.formula.values import NoPoint, Value, is_true, short, written

CONSTANTS: dict[str, float | None] = {
    "pi": math.pi,
    "e": math.e,
    "true": 1.0,
    "false": 0.0,
    "none": None,
}
"""In lower case; any case is read. None is no value."""


class Compilation:
    """Compiles the nodes of one formula; a declared variable hides the constant of its name."""

    def __init__(self, declared: Collection[str] = ()) -> None:
        self._declared = frozenset(declared)
        self._constants: dict[int, bool] = {}  # by the id of a node, which the tree keeps

    def is_variable(self, name: str) -> bool:
        """Tell whether a name is a variable, not a constant."""
        return name in self._declared or name.lower() not in CONSTANTS

    def evaluation(self, node: Node) -> Evaluate:
        """Return the evaluation of a node; what depends on nothing is computed here, once.

        Raises:
            FormulaUseError: a function is unknown or has a wrong number of arguments.
        """
        match node:
            case Number(value) | Text(value):
                return _constant(value)
            case Name(name):
                return self._name(name)
            case Unary(operator, operand):
                apply = negation if operator == "not" else negative
                found = _unary(apply, self.evaluation(operand))
            case Binary(operator, left, right):
                found = _binary(BINARY[operator], self.evaluation(left), self.evaluation(right))
            case Logical(operator, left, right):
                found = _logical(operator, self.evaluation(left), self.evaluation(right))
            case If():
                found = self._if(node)
            case Call():
                found = self._call(node)
            case Index(subject, index):
                found = _binary(character, self.evaluation(subject), self.evaluation(index))
            case Slice():
                found = self._slice(node)
            case Formatted(value, conversion):
                found = _formatted(self.evaluation(value), conversion)
            case Template():
                found = self._template(node)
        return _folded(found) if self.is_constant(node) else found

    def is_constant(self, node: Node) -> bool:
        """Tell whether a node has the same value always."""
        known = self._constants.get(id(node))
        if known is None:
            known = self._has_no_inputs(node) and all(map(self.is_constant, children(node)))
            self._constants[id(node)] = known
        return known

    def _has_no_inputs(self, node: Node) -> bool:
        match node:
            case Name(name):
                return not self.is_variable(name)
            case Call(function, _):
                return FUNCTIONS[function].apply is not None
        return True

    def _name(self, name: str) -> Evaluate:
        if self.is_variable(name):
            return _variable(name)
        constant = CONSTANTS[name.lower()]
        return no_value if constant is None else _constant(constant)

    def _if(self, node: If) -> Evaluate:
        condition, then = self.evaluation(node.condition), self.evaluation(node.then)
        otherwise = no_value if node.otherwise is None else self.evaluation(node.otherwise)
        return lambda inputs: then(inputs) if is_true(condition(inputs)) else otherwise(inputs)

    def _call(self, call: Call) -> Evaluate:
        function = FUNCTIONS.get(call.function)
        if function is None or not function.fewest <= len(call.arguments) <= function.most:
            raise FormulaUseError(
                "there is no such function",
                found=f"{call.function}() with {len(call.arguments)} arguments",
                expected="a function of the SiteWise formula language",
            )
        return function.build(call.arguments, self)

    def _slice(self, node: Slice) -> Evaluate:
        subject = self.evaluation(node.text)
        limits = [self._limit(limit) for limit in (node.start, node.end, node.step)]
        return lambda inputs: part(subject(inputs), *[limit(inputs) for limit in limits])

    def _limit(self, node: Node | None) -> Callable[[Inputs], Value | None]:
        """Return a limit of a slice: left out and `none` mean the default."""
        if node is None or (isinstance(node, Name) and self._is_none(node.name)):
            return lambda _: None
        return self.evaluation(node)

    def _is_none(self, name: str) -> bool:
        return name.lower() == "none" and not self.is_variable(name)

    def _template(self, node: Template) -> Evaluate:
        parts = [
            _constant(one) if isinstance(one, str) else self.evaluation(one) for one in node.parts
        ]
        return lambda inputs: short("".join([written(one(inputs)) for one in parts]))


def _folded(evaluation: Evaluate) -> Evaluate:
    try:
        return _constant(evaluation(Nothing()))
    except (NoPoint, ArithmeticError, ValueError):
        return no_value


def _constant(value: Value) -> Evaluate:
    return lambda _: value


def _variable(name: str) -> Evaluate:
    def latest(inputs: Inputs) -> Value:
        sample = inputs.latest(name)
        if sample is None:
            raise NoPoint
        return sample.value

    return latest


def _unary(apply: Apply, operand: Evaluate) -> Evaluate:
    return lambda inputs: apply(operand(inputs))


def _binary(apply: Apply, left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda inputs: apply(left(inputs), right(inputs))


def _logical(operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
    """`x and y` is y where x is true, else 0; `x or y` is 1 where x is true, else y."""
    if operator == "and":
        return lambda inputs: right(inputs) if is_true(left(inputs)) else 0.0
    return lambda inputs: 1.0 if is_true(left(inputs)) else right(inputs)


def _formatted(value: Evaluate, text: str) -> Evaluate:
    conversion = conversion_of(text)
    if conversion is None:
        return no_value
    return lambda inputs: convert(conversion, value(inputs))
