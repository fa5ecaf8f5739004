"""From the text of a query to its tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from twin_local.services.iottwinmaker.query.errors import QueryError

Kind = Literal["name", "quoted name", "text", "number", "symbol", "end"]
PATTERN = re.compile(
    r"""
    (?P<space>\s+)
    |(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<text>'(?:[^']|'')*')
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<symbol><-|->|<=|>=|=>|!=|<>|[-()\[\]{},.:=<>*])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One token, with where it begins; `text` of names and texts is without quotes."""

    kind: Kind
    text: str
    at: int

    def is_word(self, *words: str) -> bool:
        """Say whether this is one of some keywords, in whatever case."""
        return self.kind == "name" and self.text.upper() in words

    def is_symbol(self, *symbols: str) -> bool:
        """Say whether this is one of some symbols."""
        return self.kind == "symbol" and self.text in symbols


def tokens(statement: str) -> list[Token]:
    """Split a statement; the last token is its end.

    Raises:
        QueryError: a character begins no token.
    """
    found: list[Token] = []
    at = 0
    while at < len(statement):
        match = PATTERN.match(statement, at)
        if match is None:
            raise QueryError(f"{statement[at]!r} is not expected", at)
        if match.lastgroup != "space":
            found.append(_token(match))
        at = match.end()
    return [*found, Token("end", "the end", len(statement))]


def _token(match: re.Match[str]) -> Token:
    text, at = match.group(), match.start()
    if match.lastgroup == "text":
        return Token("text", text[1:-1].replace("''", "'"), at)
    if match.lastgroup == "quoted":
        return Token("quoted name", text[1:-1].replace('""', '"'), at)
    kinds: dict[str | None, Kind] = {"name": "name", "number": "number", "symbol": "symbol"}
    return Token(kinds[match.lastgroup], text, at)
