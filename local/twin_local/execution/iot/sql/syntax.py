"""What a statement says, as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from twin_local.execution.types import Json

Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
Arithmetic = Literal["+", "-", "*", "/", "%"]


@dataclass(frozen=True)
class Constant:
    """A string, number, Boolean or null of the statement."""

    value: Json


@dataclass(frozen=True)
class Attribute:
    """A value in the payload, by the names on the way to it."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """`topic()`, or `topic(n)`: the n-th level of the topic, from 1."""

    level: int | None


@dataclass(frozen=True)
class Timestamp:
    """`timestamp()`: when the message came, in milliseconds since 1970."""


@dataclass(frozen=True)
class Compare:
    """A comparison of two values."""

    operator: Comparison
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Connect:
    """`AND` or `OR` of two conditions."""

    operator: Literal["AND", "OR"]
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    operand: Expression


@dataclass(frozen=True)
class Calculate:
    """An operation on two numbers; `+` also joins strings."""

    operator: Arithmetic
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Round:
    """`floor`, `ceil`, `round` or `abs` of a number."""

    function: Literal["floor", "ceil", "round", "abs"]
    operand: Expression


Expression: TypeAlias = (
    Constant | Attribute | Topic | Timestamp | Compare | Connect | Not | Calculate | Round
)


@dataclass(frozen=True)
class Column:
    """One selected value and the name it gets."""

    expression: Expression
    name: str


@dataclass(frozen=True)
class Statement:
    """A whole statement; `everything` is `*`, `where` is None where every message passes."""

    everything: bool
    columns: tuple[Column, ...]
    topic_filter: str
    where: Expression | None
