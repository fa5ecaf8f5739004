"""Step through the tokens of a statement."""

from __future__ import annotations

from typing import NoReturn

from twin_local.execution.iot.sql.errors import SqlError
from twin_local.execution.iot.sql.tokens import Kind, Token, tokens


class Cursor:
    """Where the reading is; `take…` steps over a token if it is there, the others demand it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._index = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._index]

    def next(self) -> Token:
        """Return the token that comes next and step over it."""
        token = self.token
        if token.kind is not Kind.END:
            self._index += 1
        return token

    def name(self) -> str:
        """Return the name that must come next."""
        token = self.next()
        if token.kind is not Kind.WORD:
            self.refuse("a name is expected", token)
        return token.text

    def is_sign(self, sign: str) -> bool:
        """Say whether a sign comes next."""
        return self.token.kind is Kind.SIGN and self.token.text == sign

    def take_sign(self, sign: str) -> bool:
        """Step over a sign if it comes next."""
        taken = self.is_sign(sign)
        self._index += taken
        return taken

    def sign(self, sign: str) -> None:
        """Step over a sign that must come next."""
        if not self.take_sign(sign):
            self.refuse(f"{sign!r} is expected", self.token)

    def take_keyword(self, keyword: str) -> bool:
        """Step over a keyword, in either case, if it comes next."""
        taken = self.token.kind is Kind.WORD and self.token.text.upper() == keyword
        self._index += taken
        return taken

    def keyword(self, keyword: str) -> None:
        """Step over a keyword that must come next."""
        if not self.take_keyword(keyword):
            self.refuse(f"{keyword} is expected", self.token)

    def end(self) -> None:
        """Refuse what is left."""
        if self.token.kind is not Kind.END:
            self.refuse(f"{self.token.text!r} is not supported here", self.token)

    def refuse(self, reason: str, token: Token) -> NoReturn:
        """Raise the error of a statement at a token."""
        raise SqlError(reason, text=self._text, position=token.position)
