"""Parse the SiteWise formula language into a syntax tree.

Grammar, loosest binding first: `or`, `and`, `not`, comparison, `+ -`, `* / %`, sign, `^` (from the
right), then calls, `value.function(…)` and `[…]`.
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/formula-expressions.html
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import cast

from twin.formula.conditions import condition, else_if
from twin.formula.errors import FormulaSyntaxError
from twin.formula.nodes import (
    Binary,
    BinaryOperator,
    Call,
    Index,
    Logical,
    Name,
    Node,
    Number,
    Slice,
    Text,
    Unary,
    walk,
)
from twin.formula.templates import formatted, template
from twin.formula.tokens import Token, tokenize, unexpected

CONSTANTS = frozenset({"pi", "e", "true", "false", "none"})
RESERVED = frozenset({"and", "or", "not", "if"})
MAXIMUM_DEPTH = 40
"""Nested parentheses, calls and powers; each takes a dozen calls of the parser."""

_COMPARISONS = ("<", ">", "<=", ">=", "==", "!=")


@lru_cache(maxsize=1024)
def parse(text: str) -> Node:
    """Return the syntax tree of a formula.

    Raises:
        FormulaSyntaxError: the text is no formula.
        FormulaUseError: `elif` without `if`.
    """
    return _Parser(text).formula()


def variables(node: Node, declared: Collection[str] = ()) -> frozenset[str]:
    """Return the names of all variables; a constant's name is one only if it is declared."""
    names = {part.name for part in walk(node) if isinstance(part, Name)}
    return frozenset(name for name in names if name in declared or name.lower() not in CONSTANTS)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(tokenize(text))
        self._at = 0
        self._depth = 0

    def formula(self) -> Node:
        node = self._expression()
        if self._token.kind != "end":
            raise self._unexpected("an operator or the end")
        return node

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _unexpected(self, expected: str) -> FormulaSyntaxError:
        return unexpected(self._text, self._token.position, expected)

    def _take(self, *operators: str) -> str | None:
        token = self._token
        if token.kind == "operator" and token.value in operators:
            self._at += 1
            return token.value
        return None

    def _take_word(self, word: str) -> bool:
        token = self._token
        if token.kind == "name" and token.value.lower() == word:
            self._at += 1
            return True
        return False

    def _require(self, operator: str) -> None:
        if self._take(operator) is None:
            raise self._unexpected(repr(operator))

    def _expression(self) -> Node:
        self._depth += 1
        self._check_depth()
        node = self._conjunction()
        while self._take_word("or"):
            node = Logical("or", node, self._conjunction())
        self._depth -= 1
        return node

    def _check_depth(self, more: int = 0) -> None:
        if self._depth + more > MAXIMUM_DEPTH:
            raise FormulaSyntaxError(
                "the formula is nested too deeply",
                found=f"more than {MAXIMUM_DEPTH} levels",
                expected=f"at most {MAXIMUM_DEPTH} levels",
            )

    def _conjunction(self) -> Node:
        node = self._negation()
        while self._take_word("and"):
            node = Logical("and", node, self._negation())
        return node

    def _negation(self) -> Node:
        negations = 0
        while self._take_word("not") or self._take("!"):
            negations += 1
        node = self._comparison()
        self._check_depth(negations)
        for _ in range(negations):
            node = Unary("not", node)
        return node

    def _comparison(self) -> Node:
        node = self._sum()
        while operator := self._take(*_COMPARISONS):
            node = Binary(cast(BinaryOperator, operator), node, self._sum())
        return node

    def _sum(self) -> Node:
        node = self._product()
        while operator := self._take("+", "-"):
            node = Binary(cast(BinaryOperator, operator), node, self._product())
        return node

    def _product(self) -> Node:
        node = self._signed()
        while operator := self._take("*", "/", "%"):
            node = Binary(cast(BinaryOperator, operator), node, self._signed())
        return node

    def _signed(self) -> Node:
        signs: list[str] = []
        while sign := self._take("-", "+", "!"):
            signs.append(sign)
        self._check_depth(len(signs))
        node = self._power()
        for sign in reversed(signs):
            if sign == "-":
                node = Unary("-", node)
            elif sign == "!":
                node = Unary("not", node)
        return node

    def _power(self) -> Node:
        base = self._postfix()
        if self._take("^"):
            return Binary("^", base, self._signed_exponent())
        return base

    def _signed_exponent(self) -> Node:
        self._depth += 1
        self._check_depth()
        node = self._signed()
        self._depth -= 1
        return node

    def _postfix(self) -> Node:
        node = self._primary()
        while True:
            if self._take("."):
                node = self._method(node)
            elif self._take("["):
                node = self._subscript(node)
            else:
                return node

    def _method(self, subject: Node) -> Node:
        token = self._token
        if token.kind != "name":
            raise self._unexpected("a function name")
        self._at += 1
        self._require("(")
        return self._call(token.value.lower(), (subject, *self._arguments()))

    def _subscript(self, text: Node) -> Node:
        parts: list[Node | None] = [None]
        while not self._take("]"):
            if self._take(":"):
                parts.append(None)
            elif parts[-1] is None:
                parts[-1] = self._expression()
            else:
                raise self._unexpected("':' or ']'")
        if len(parts) == 1 and parts[0] is not None:
            return Index(text, parts[0])
        if len(parts) not in (2, 3):
            raise self._unexpected("[index], [start:end] or [start:end:step]")
        return Slice(text, *(*parts, None)[:3])

    def _primary(self) -> Node:
        token = self._token
        match token.kind:
            case "number":
                self._at += 1
                return Number(float(token.value))
            case "text":
                self._at += 1
                return Text(token.value)
            case "template":
                self._at += 1
                return template(token.value, parse)
            case "name" if token.value.lower() not in ("and", "or", "not"):
                self._at += 1
                return self._named(token.value)
            case _ if self._take("("):
                node = self._expression()
                self._require(")")
                return node
        raise self._unexpected("a value")

    def _named(self, name: str) -> Node:
        if not self._take("("):
            return Name(name)
        return self._call(name.lower(), self._arguments())

    def _arguments(self) -> tuple[Node, ...]:
        arguments: list[Node] = []
        while not self._take(")"):
            if arguments:
                self._require(",")
            arguments.append(self._argument())
        return tuple(arguments)

    def _argument(self) -> Node:
        value = self._expression()
        if not self._take(":"):
            return value
        if self._token.kind != "text":
            raise self._unexpected("a conversion in quotes")
        conversion = self._token.value
        self._at += 1
        return formatted(value, conversion)

    def _call(self, function: str, arguments: tuple[Node, ...]) -> Node:
        if function == "if":
            return condition(arguments)
        if function == "elif":
            return else_if(arguments)
        return Call(function, arguments)
