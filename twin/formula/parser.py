"""Parse the SiteWise formula language into a syntax tree.

Grammar, loosest binding first: `or`, `and`, `not`, comparison, `+ -`, `* / %`, sign, `^` (from the
right), then calls, `value.function(…)` and `[…]`.
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/formula-expressions.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from twin.formula.errors import FormulaSyntaxError, FormulaUseError
from twin.formula.nodes import (
    Binary,
    BinaryOperator,
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
    walk,
)
from twin.formula.tokens import Token, tokenize, unexpected

CONSTANTS = frozenset({"pi", "e", "true", "false", "none"})
RESERVED = frozenset({"and", "or", "not", "if"})
MAXIMUM_DEPTH = 100

_COMPARISONS = ("<", ">", "<=", ">=", "==", "!=")
_CONVERSION = re.compile(r"[-+ 0#]*\d*(\.\d+)?[dfsxXeEgGo]")


@lru_cache(maxsize=1024)
def parse(text: str) -> Node:
    """Return the syntax tree of a formula.

    Raises:
        FormulaSyntaxError: the text is no formula.
        FormulaUseError: `elif` without `if`.
    """
    return _Parser(text).formula()


def variables(node: Node) -> frozenset[str]:
    """Return the names of all variables; a constant's name is none."""
    names = {part.name for part in walk(node) if isinstance(part, Name)}
    return frozenset(name for name in names if name.lower() not in CONSTANTS)


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
        if self._depth > MAXIMUM_DEPTH:
            raise FormulaSyntaxError(
                "the formula is nested too deeply",
                found=f"more than {MAXIMUM_DEPTH} levels",
                expected=f"at most {MAXIMUM_DEPTH} levels",
            )
        node = self._conjunction()
        while self._take_word("or"):
            node = Logical("or", node, self._conjunction())
        self._depth -= 1
        return node

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
        if self._depth > MAXIMUM_DEPTH:
            raise self._unexpected(f"at most {MAXIMUM_DEPTH} levels")
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
                return _template(token.value)
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
        return _formatted(value, conversion)

    def _call(self, function: str, arguments: tuple[Node, ...]) -> Node:
        if function == "if":
            return _condition(arguments)
        if function == "elif":
            return _else_if(arguments)
        return Call(function, arguments)


def _condition(arguments: tuple[Node, ...]) -> If:
    if len(arguments) not in (2, 3):
        raise FormulaUseError(
            "if() has a wrong number of arguments", found=str(len(arguments)), expected="2 or 3"
        )
    return If(arguments[0], arguments[1], arguments[2] if len(arguments) == 3 else None)


def _else_if(arguments: tuple[Node, ...]) -> If:
    first = arguments[0] if arguments else None
    if not isinstance(first, If):
        raise FormulaUseError(
            "elif() follows an if()", found="elif()", expected="if(c, r).elif(c, r, r)"
        )
    return _append(first, _condition(arguments[1:]))


def _append(chain: If, last: If) -> If:
    if chain.otherwise is None:
        return If(chain.condition, chain.then, last)
    if isinstance(chain.otherwise, If):
        return If(chain.condition, chain.then, _append(chain.otherwise, last))
    raise FormulaUseError(
        "elif() follows an if() that has a last result already",
        found="if(c, r, r).elif(…)",
        expected="if(c, r).elif(c, r, r)",
    )


def _formatted(value: Node, conversion: str) -> Formatted:
    if not _CONVERSION.fullmatch(conversion.removeprefix("%")):
        raise FormulaSyntaxError(
            "this is no conversion", found=repr(conversion), expected='such as "d" or ".2f"'
        )
    return Formatted(value, conversion.removeprefix("%"))


def _template(text: str) -> Template:
    parts: list[str | Formatted] = []
    for literal, field in re.findall(r"([^{}]+)|\{([^{}]*)\}", text):
        parts.append(literal if literal else _field(field))
    return Template(tuple(parts))


def _field(text: str) -> Formatted:
    match = re.fullmatch(r"(?s)(.+?)(?::\s*(?:\"([^\"]*)\"|'([^']*)'))?\s*", text)
    if match is None:
        raise FormulaSyntaxError("an empty field", found="{}", expected='{value: "f"}')
    value, double_quoted, single_quoted = match.groups()
    return _formatted(parse(value), double_quoted or single_quoted or "s")
