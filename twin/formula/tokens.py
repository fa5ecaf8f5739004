"""Split the text of a formula into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from twin.formula.errors import FormulaSyntaxError

Kind = Literal["number", "text", "template", "name", "operator", "end"]

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<template>[fF](?:'(?:[^']|'')*'|"(?:[^"]|"")*"))
  | (?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
  | (?P<name>[A-Za-z][A-Za-z0-9_]*)
  | (?P<operator><=|>=|==|!=|[-+*/^%<>!()\[\].,:])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One token; `value` of a text is without its quotes, `position` counts from 0."""

    kind: Kind
    value: str
    position: int


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of a formula, the last one of kind `end`.

    Raises:
        FormulaSyntaxError: a character begins no token.
    """
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise unexpected(text, position, "a number, text, name or operator")
        kind = match.lastgroup
        if kind != "space":
            yield _token(match)
        position = match.end()
    yield Token("end", "", len(text))


def unexpected(text: str, position: int, expected: str) -> FormulaSyntaxError:
    """Return the error for what stands at a position of a formula."""
    found = repr(text[position : position + 12]) if position < len(text) else "the end"
    return FormulaSyntaxError(
        f"the formula cannot be read at character {position + 1}", found=found, expected=expected
    )


def _token(match: re.Match[str]) -> Token:
    value, position = match.group(), match.start()
    match match.lastgroup:
        case "number":
            return Token("number", value, position)
        case "text":
            return Token("text", _unquote(value), position)
        case "template":
            return Token("template", _unquote(value[1:]), position)
        case "name":
            return Token("name", value, position)
        case _:
            return Token("operator", value, position)


def _unquote(quoted: str) -> str:
    quote = quoted[0]
    return quoted[1:-1].replace(quote * 2, quote)
