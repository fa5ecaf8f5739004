"""The grammar of conditions and values.

condition  = and { OR and }
and        = not { AND not }
not        = NOT not | predicate
predicate  = operand [ comparison operand | [NOT] LIKE text [ESCAPE text]
                     | [NOT] IN ( list | path ) | IS [NOT] MISSING ]
operand    = constant | path | lower ( operand ) | ( condition )
path       = name { . name }
"""

from __future__ import annotations

from typing import cast

from twin_local.services.iottwinmaker.query.errors import QueryError
from twin_local.services.iottwinmaker.query.reader import Reader
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
    Operator,
    Path,
)

SYNONYMS = {"<>": "!=", "=>": ">="}
CONSTANTS: dict[str, bool | None] = {"TRUE": True, "FALSE": False, "NULL": None}


def condition(reader: Reader) -> Expression:
    """Read a condition.

    Raises:
        QueryError: there is none.
    """
    operands = [_and(reader)]
    while reader.word("OR"):
        operands.append(_and(reader))
    return operands[0] if len(operands) == 1 else Junction("OR", tuple(operands))


def path(reader: Reader) -> Path:
    """Read a variable with what follows it.

    Raises:
        QueryError: there is none.
    """
    at = reader.next.at
    variable = reader.identifier("a variable")
    steps = []
    while reader.symbol("."):
        token = reader.next
        if token.kind not in ("name", "quoted name"):
            raise reader.error("the name of a field")
        steps.append(reader.take().text)
    return Path(variable, tuple(steps), at)


def _and(reader: Reader) -> Expression:
    operands = [_not(reader)]
    while reader.word("AND"):
        operands.append(_not(reader))
    return operands[0] if len(operands) == 1 else Junction("AND", tuple(operands))


def _not(reader: Reader) -> Expression:
    return Not(_not(reader)) if reader.word("NOT") else _predicate(reader)


def _predicate(reader: Reader) -> Expression:
    left = operand(reader)
    if reader.symbol("<-"):  # `<` before a number below zero
        return Comparison("<", left, _number(reader, sign=-1))
    if found := reader.symbol("=", "!=", "<>", "<", "<=", ">", ">=", "=>"):
        operator = cast("Operator", SYNONYMS.get(found, found))
        return Comparison(operator, left, operand(reader))
    if reader.word("IS"):
        negated = reader.word("NOT")
        reader.require_word("MISSING")
        return Not(IsMissing(left)) if negated else IsMissing(left)
    negated = reader.next.is_word("NOT") and reader.peek(1).is_word("LIKE", "IN")
    if negated:
        reader.take()
    found_one = _like_or_in(reader, left)
    return Not(found_one) if negated else found_one


def _like_or_in(reader: Reader, left: Expression) -> Expression:
    if reader.word("LIKE"):
        return _like(reader, left)
    if reader.word("IN"):
        if reader.next.is_symbol("(", "["):
            return In(left, _options(reader))
        return In(left, path(reader))
    return left


def _like(reader: Reader, left: Expression) -> Like:
    pattern = _text(reader, "a pattern")
    if not reader.word("ESCAPE"):
        return Like(left, pattern, None)
    at = reader.next
    escape = _text(reader, "an escape character")
    if len(escape) != 1:
        raise QueryError("an escape is one character", at.at)
    return Like(left, pattern, escape)


def _options(reader: Reader) -> tuple[Expression, ...]:
    end = ")" if reader.symbol("(", "[") == "(" else "]"
    options = [operand(reader)]
    while reader.symbol(","):
        options.append(operand(reader))
    reader.require_symbol(end)
    return tuple(options)


def operand(reader: Reader) -> Expression:
    """Read a value.

    Raises:
        QueryError: there is none.
    """
    token = reader.next
    if token.kind == "text":
        return Constant(reader.take().text)
    if token.kind == "number":
        return _number(reader)
    if token.is_symbol("-"):
        reader.take()
        return _number(reader, sign=-1)
    if token.is_word(*CONSTANTS):
        return Constant(CONSTANTS[reader.take().text.upper()])
    if token.is_word("LOWER") and reader.peek(1).is_symbol("("):
        reader.take()
        return Lower(_bracketed(reader))
    if token.is_symbol("("):
        return _bracketed(reader)
    return path(reader)


def _bracketed(reader: Reader) -> Expression:
    reader.require_symbol("(")
    inner = condition(reader)
    reader.require_symbol(")")
    return inner


def _number(reader: Reader, *, sign: int = 1) -> Constant:
    if reader.next.kind != "number":
        raise reader.error("a number")
    text = reader.take().text
    return Constant(sign * (int(text) if text.isdigit() else float(text)))


def _text(reader: Reader, what: str) -> str:
    if reader.next.kind != "text":
        raise reader.error(what)
    return reader.take().text
