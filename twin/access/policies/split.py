"""Split a text of Cedar policies, so that each is known by its line.

A policy ends with the `;` that stands outside of strings and comments:
https://docs.cedarpolicy.com/policies/syntax-grammar.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(r'//[^\n]*|"(?:[^"\\\n]|\\.)*"|;|"', re.DOTALL)
BLANK = re.compile(r"(?:\s|//[^\n]*(?:\n|$))*")
ID = re.compile(r'@id\s*\(\s*"((?:[^"\\]|\\.)*)"\s*\)')
ANNOTATION = re.compile(r'@\w+\s*(?:\(\s*"(?:[^"\\]|\\.)*"\s*\))?')


@dataclass(frozen=True)
class Piece:
    """The text of one policy, as it stands; `line` counts from 1."""

    text: str
    line: int

    @property
    def name(self) -> str | None:
        """Return the value of the annotation `@id`."""
        return next((found[1] for one in self._annotations() if (found := ID.fullmatch(one))), None)

    def _annotations(self) -> Iterator[str]:
        at = _end(BLANK, self.text, 0)
        while found := ANNOTATION.match(self.text, at):
            yield found[0]
            at = _end(BLANK, self.text, found.end())


def split(text: str) -> list[Piece]:
    """Return the policies of a text; what follows the last `;` is a piece if it is no comment."""
    pieces, began = [], 0
    for token in TOKEN.finditer(text):
        if token[0] == ";":
            pieces.append(_piece(text, began, token.end()))
            began = token.end()
    if _end(BLANK, text, began) < len(text):
        pieces.append(_piece(text, began, len(text)))
    return pieces


def _piece(text: str, began: int, ended: int) -> Piece:
    began += len(text[began:ended]) - len(text[began:ended].lstrip())
    start = _end(BLANK, text, began)
    return Piece(text[began:ended].rstrip(), text.count("\n", 0, min(start, ended)) + 1)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
