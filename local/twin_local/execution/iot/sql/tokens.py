"""Split a statement into words, strings, numbers and signs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from twin_local.execution.iot.sql.errors import SqlError

SIGNS = ("<>", "<=", ">=", "=", "<", ">", "(", ")", ",", ".", "*", "-", "+", "/", "%")
"""Longer signs first: the first that fits is taken."""


class Kind(Enum):
    """What a token is."""

    WORD = "a name"
    STRING = "a string"
    NUMBER = "a number"
    SIGN = "a sign"
    END = "the end"


@dataclass(frozen=True)
class Token:
    """A piece of a statement; the text of a string is without its quotes."""

    kind: Kind
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of a statement, the end as the last.

    Raises:
        SqlError: a character has no meaning in the supported SQL, or a string does not end.
    """
    found: list[Token] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token, position = _token(text, position)
        found.append(token)
    return [*found, Token(Kind.END, "", len(text))]


def _token(text: str, start: int) -> tuple[Token, int]:
    character = text[start]
    if character in "'\"":
        return _string(text, start)
    if character.isdecimal():
        return _number(text, start)
    if _is_name(character):
        end = start + 1
        while end < len(text) and (_is_name(text[end]) or text[end].isdecimal()):
            end += 1
        return Token(Kind.WORD, text[start:end], start), end
    for sign in SIGNS:
        if text.startswith(sign, start):
            return Token(Kind.SIGN, sign, start), start + len(sign)
    raise SqlError(f"{character!r} is not supported", text=text, position=start)


def _is_name(character: str) -> bool:
    return character == "_" or character.isalpha()


def _string(text: str, start: int) -> tuple[Token, int]:
    """Read a string up to its closing quote; a doubled quote stands for itself."""
    quote, parts, position = text[start], [], start + 1
    while (end := text.find(quote, position)) >= 0:
        parts.append(text[position:end])
        if text[end + 1 : end + 2] != quote:
            return Token(Kind.STRING, quote.join(parts), start), end + 1
        position = end + 2
    raise SqlError("a string has no closing quote", text=text, position=start)


def _number(text: str, start: int) -> tuple[Token, int]:
    end = _digits(text, start)
    if text[end : end + 1] == "." and text[end + 1 : end + 2].isdecimal():
        end = _digits(text, end + 1)
    exponent = end + 1 if text[end : end + 1] in ("e", "E") else end
    if exponent > end:
        exponent += text[exponent : exponent + 1] in ("+", "-")
        end = _digits(text, exponent)
        if end == exponent:
            raise SqlError("an exponent has no digits", text=text, position=start)
    return Token(Kind.NUMBER, text[start:end], start), end


def _digits(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end].isdecimal():
        end += 1
    return end
