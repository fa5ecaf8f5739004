"""Conditions on metadata: `rated_power >= 10 and maker = 'KSB' and not exists(scrapped)`.

    where      := condition ("and" condition)*
    condition  := ["not"] "exists" "(" path ")" | path comparison value
    path       := name ("." name)*
    name       := letters, digits, "_" and "-", or any text in double quotes
    comparison := "=" | "!=" | "<" | "<=" | ">" | ">="
    value      := number | text in single or double quotes | "true" | "false" | "null"

A quote in a quoted text is written twice. Booleans and null are compared by `=` and `!=` only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from twin.catalogue.search.errors import SearchQueryInvalid, invalid
from twin.catalogue.search.query import (
    Comparing,
    Comparison,
    Condition,
    Existing,
    MetadataPath,
    Scalar,
)

MAXIMUM_LENGTH = 2_000
MAXIMUM_CONDITIONS = 16
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.])
    | (?P<name>[\w-]+)
    | (?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*')
    | (?P<comparison><=|>=|!=|=|<|>)
    | (?P<mark>[().])
    )""",
    re.VERBOSE,
)
_INTEGER = re.compile(r"[-+]?\d+")
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int


_END = "end"


def parse_where(text: str, where: str) -> tuple[Condition, ...]:
    """Read conditions that all must hold.

    Raises:
        SearchQueryInvalid: they cannot be read; `where` says at which character.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise invalid(
            "the conditions are too long",
            found=f"{len(text)} characters",
            expected=f"at most {MAXIMUM_LENGTH}",
            where=f"{where}, character {MAXIMUM_LENGTH + 1}",
        )
    return _Reader(text, where).conditions()


class _Reader:
    def __init__(self, text: str, where: str) -> None:
        self._text = text
        self._where = where
        self._next = self._read(0)

    def conditions(self) -> tuple[Condition, ...]:
        found = [self._condition()]
        while self._next.kind != _END:
            self._expect("name", "and", "`and`, or the end")
            found.append(self._condition())
            if len(found) > MAXIMUM_CONDITIONS:
                raise self._error(f"at most {MAXIMUM_CONDITIONS} conditions")
        return tuple(found)

    def _condition(self) -> Condition:
        # `not` and `exists` are names too, where a comparison follows them.
        if self._is_word("not") and self._peek().text == "exists":
            self._take()
            return self._exists(wanted=False)
        if self._is_word("exists") and self._peek().text == "(":
            return self._exists(wanted=True)
        path = self._path()
        comparison = cast("Comparison", self._expect("comparison", None, "= != < <= > or >=").text)
        value = self._value()
        if (value is None or isinstance(value, bool)) and comparison not in ("=", "!="):
            raise self._error("a number or a text after < <= > >=")
        return Comparing(path, comparison, value)

    def _exists(self, *, wanted: bool) -> Existing:
        self._expect("name", "exists", "exists")
        self._expect("mark", "(", "( after exists")
        path = self._path()
        self._expect("mark", ")", ") after the path")
        return Existing(path, wanted)

    def _path(self) -> MetadataPath:
        names = [self._name()]
        while self._next.text == "." and self._next.kind == "mark":
            self._take()
            names.append(self._name())
        return tuple(names)

    def _name(self) -> str:
        token = self._next
        if token.kind == "text" and token.text.startswith('"'):
            return _unquoted(self._take().text)
        # A key may look like a number: `sizes.40 = 3`.
        if token.kind == "name" or (token.kind == "number" and token.text.isalnum()):
            return self._take().text
        raise self._error("the name of a metadata field")

    def _value(self) -> Scalar:
        token = self._next
        if token.kind == "number":
            return _number(self._take().text)
        if token.kind == "text":
            return _unquoted(self._take().text)
        if token.kind == "name" and token.text in CONSTANTS:
            return CONSTANTS[self._take().text]
        raise self._error("a number, a text in quotes, true, false or null")

    def _is_word(self, text: str) -> bool:
        return self._next.kind == "name" and self._next.text == text

    def _peek(self) -> _Token:
        return self._read(self._next.place + len(self._next.text))

    def _expect(self, kind: str, text: str | None, expected: str) -> _Token:
        if self._next.kind != kind or (text is not None and self._next.text.lower() != text):
            raise self._error(expected)
        return self._take()

    def _take(self) -> _Token:
        token, self._next = self._next, self._peek()
        return token

    def _read(self, place: int) -> _Token:
        found = _TOKEN.match(self._text, place)
        if found is not None:
            kind = found.lastgroup or ""
            return _Token(kind, found[kind], found.start(kind))
        rest = self._text[place:].lstrip()
        return _Token("unknown" if rest else _END, rest, len(self._text) - len(rest))

    def _error(self, expected: str) -> SearchQueryInvalid:
        return invalid(
            "the conditions cannot be read",
            found=self._text[self._next.place :].strip() or "the end",
            expected=expected,
            where=f"{self._where}, character {self._next.place + 1}",
        )


def _number(text: str) -> int | float:
    return int(text) if _INTEGER.fullmatch(text) else float(text)


def _unquoted(text: str) -> str:
    quote = text[0]
    return text[1:-1].replace(quote * 2, quote)
