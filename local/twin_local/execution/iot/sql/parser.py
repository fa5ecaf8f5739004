"""Read statements and expressions: one method per rule of the grammar."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import cast

from twin_local.execution import iot_bus
from twin_local.execution.iot.sql.cursor import Cursor
from twin_local.execution.iot.sql.syntax import (
    Arithmetic,
    Attribute,
    Calculate,
    Column,
    Compare,
    Comparison,
    Connect,
    Constant,
    Expression,
    Not,
    Round,
    Statement,
    Timestamp,
    Topic,
)
from twin_local.execution.iot.sql.tokens import Kind, Token

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
SUMS, PRODUCTS = ("+", "-"), ("*", "/", "%")
CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}
KEYWORDS = frozenset({"SELECT", "FROM", "WHERE", "AS", "AND", "OR", "NOT"})


@lru_cache(maxsize=1024)
def parse_statement(text: str) -> Statement:
    """Return what a statement says.

    Raises:
        SqlError: it is not SQL of topic rules, or needs a part of it that is not run here.
    """
    return _Parser(text).statement()


@lru_cache(maxsize=1024)
def parse_expression(text: str) -> Expression:
    """Return what an expression of a substitution template says.

    Raises:
        SqlError: it is not an expression, or needs something that is not run here.
    """
    return _Parser(text).whole_expression()


class _Parser(Cursor):
    def statement(self) -> Statement:
        self.keyword("SELECT")
        everything = self.take_sign("*")
        columns = [] if everything else [self._column()]
        while self.take_sign(","):
            columns.append(self._column())
        self.keyword("FROM")
        topic_filter = self._topic_filter()
        where = self._expression() if self.take_keyword("WHERE") else None
        self.end()
        return Statement(everything, tuple(columns), topic_filter, where)

    def whole_expression(self) -> Expression:
        expression = self._expression()
        self.end()
        return expression

    def _column(self) -> Column:
        start = self.token
        expression = self._expression()
        if self.take_keyword("AS"):
            return Column(expression, self.name())
        if isinstance(expression, Attribute):
            return Column(expression, expression.names[-1])
        self.refuse("a selected value that is not an attribute needs a name: … AS name", start)

    def _topic_filter(self) -> str:
        token = self.next()
        if token.kind is not Kind.STRING:
            self.refuse("a topic filter in quotes is expected after FROM", token)
        try:
            iot_bus.check_filter(token.text)
        except iot_bus.BusError as error:
            self.refuse(str(error), token)
        return token.text

    def _expression(self) -> Expression:
        left = self._conjunction()
        while self.take_keyword("OR"):
            left = Connect("OR", left, self._conjunction())
        return left

    def _conjunction(self) -> Expression:
        left = self._negation()
        while self.take_keyword("AND"):
            left = Connect("AND", left, self._negation())
        return left

    def _negation(self) -> Expression:
        if self.take_keyword("NOT"):
            return Not(self._negation())
        return self._comparison()

    def _comparison(self) -> Expression:
        left = self._sum()
        token = self.token
        if token.kind is not Kind.SIGN or token.text not in COMPARISONS:
            return left
        self.next()
        return Compare(cast(Comparison, token.text), left, self._sum())

    def _sum(self) -> Expression:
        return self._chain(SUMS, lambda: self._chain(PRODUCTS, self._operand))

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Expression]) -> Expression:
        """Read operations of one rank, from left to right."""
        left = part()
        while self.token.kind is Kind.SIGN and self.token.text in signs:
            sign = cast(Arithmetic, self.next().text)
            left = Calculate(sign, left, part())
        return left

    def _operand(self) -> Expression:
        token = self.next()
        if token.kind is Kind.SIGN and token.text == "(":
            inner = self._expression()
            self.sign(")")
            return inner
        if token.kind is Kind.SIGN and token.text == "-" and self.token.kind is Kind.NUMBER:
            return Constant(-_number(self.next().text))
        if token.kind is Kind.STRING:
            return Constant(token.text)
        if token.kind is Kind.NUMBER:
            return Constant(_number(token.text))
        if token.kind is Kind.WORD:
            return self._word(token)
        self.refuse("a value is expected", token)

    def _word(self, token: Token) -> Expression:
        if self.take_sign("("):
            return self._function(token)
        if token.text.upper() in CONSTANTS:
            return Constant(CONSTANTS[token.text.upper()])
        if token.text.upper() in KEYWORDS:
            self.refuse(f"{token.text} is not supported here", token)
        names = [token.text]
        while self.take_sign("."):
            names.append(self.name())
        return Attribute(tuple(names))

    def _function(self, name: Token) -> Expression:
        makers: dict[str, Callable[[], Expression]] = {
            "topic": self._topic,
            "timestamp": Timestamp,
            "floor": lambda: Round("floor", self._expression()),
            "ceil": lambda: Round("ceil", self._expression()),
            "round": lambda: Round("round", self._expression()),
            "abs": lambda: Round("abs", self._expression()),
        }
        make = makers.get(name.text.lower())
        if make is None:
            self.refuse(f"the function {name.text} is not supported", name)
        made = make()
        self.sign(")")
        return made

    def _topic(self) -> Topic:
        if self.is_sign(")"):
            return Topic(None)
        token = self.next()
        if token.kind is not Kind.NUMBER or not token.text.isdecimal() or int(token.text) < 1:
            self.refuse("topic() takes the number of a level, from 1", token)
        return Topic(int(token.text))


def _number(text: str) -> int | float:
    return int(text) if text.isdecimal() else float(text)
