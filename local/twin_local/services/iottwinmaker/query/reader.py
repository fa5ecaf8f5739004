"""Tokens, read one after another."""

from __future__ import annotations

from twin_local.services.iottwinmaker.query.errors import QueryError
from twin_local.services.iottwinmaker.query.tokens import Token, tokens

RESERVED = frozenset(
    [
        "SELECT",
        "DISTINCT",
        "FROM",
        "MATCH",
        "WHERE",
        "AND",
        "OR",
        "NOT",
        "LIKE",
        "ESCAPE",
        "IN",
        "IS",
        "MISSING",
        "NULL",
        "TRUE",
        "FALSE",
        "AS",
        "LIMIT",
        "OFFSET",
        "COUNT",
    ]
)


class Reader:
    """Where in a statement the parser is."""

    def __init__(self, statement: str) -> None:
        self._tokens = tokens(statement)
        self._index = 0

    @property
    def next(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._index]

    def peek(self, ahead: int) -> Token:
        """Return a token further on."""
        return self._tokens[min(self._index + ahead, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self.next
        if token.kind != "end":
            self._index += 1
        return token

    def word(self, *words: str) -> bool:
        """Go on over one of some keywords, if it comes next."""
        return self.next.is_word(*words) and bool(self.take())

    def symbol(self, *symbols: str) -> str | None:
        """Go on over one of some symbols, if it comes next, and return which."""
        return self.take().text if self.next.is_symbol(*symbols) else None

    def require_word(self, word: str) -> None:
        """Go on over a keyword.

        Raises:
            QueryError: another token comes next.
        """
        if not self.word(word):
            raise self.error(word)

    def require_symbol(self, symbol: str) -> None:
        """Go on over a symbol.

        Raises:
            QueryError: another token comes next.
        """
        if not self.symbol(symbol):
            raise self.error(symbol)

    def is_identifier(self) -> bool:
        """Say whether a name comes next that is no keyword."""
        token = self.next
        free = token.kind == "name" and token.text.upper() not in RESERVED
        return free or token.kind == "quoted name"

    def identifier(self, what: str) -> str:
        """Return a name that is no keyword.

        Raises:
            QueryError: none comes next.
        """
        if not self.is_identifier():
            raise self.error(what)
        return self.take().text

    def integer(self, what: str) -> int:
        """Return a number of none or more.

        Raises:
            QueryError: none comes next.
        """
        if self.next.kind != "number" or not self.next.text.isdigit():
            raise self.error(what)
        return int(self.take().text)

    def error(self, expected: str) -> QueryError:
        """Return the error that something else was expected here."""
        return QueryError(f"{expected} is expected, found {self.next.text!r}", self.next.at)
