"""A query as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Operator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Constant:
    """A text, a number, a truth value or null."""

    value: str | float | int | bool | None


@dataclass(frozen=True)
class Path:
    """A variable, or what is in it: `c.componentTypeId`."""

    variable: str
    steps: tuple[str, ...]
    at: int


@dataclass(frozen=True)
class Lower:
    """A text in lower case."""

    operand: Expression


@dataclass(frozen=True)
class Comparison:
    """Two values compared."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Like:
    """A text that matches a pattern of `%` and `_`."""

    operand: Expression
    pattern: str
    escape: str | None


@dataclass(frozen=True)
class In:
    """A value that is one of some, or an item of a list."""

    operand: Expression
    options: tuple[Expression, ...] | Path


@dataclass(frozen=True)
class IsMissing:
    """A path that leads nowhere."""

    operand: Expression


@dataclass(frozen=True)
class Not:
    """What is not so."""

    operand: Expression


@dataclass(frozen=True)
class Junction:
    """All of some, or one of them."""

    word: Literal["AND", "OR"]
    operands: tuple[Expression, ...]


Expression: TypeAlias = (
    Constant | Path | Lower | Comparison | Like | In | IsMissing | Not | Junction
)


@dataclass(frozen=True)
class NodePattern:
    """An entity, bound to a variable if it has one."""

    variable: str | None
    at: int


@dataclass(frozen=True)
class EdgePattern:
    """Relationships from one entity to the next: which way, of which name, how many hops."""

    variable: str | None
    name: str | None
    forwards: bool
    backwards: bool
    least: int = 1
    most: int | None = 1

    @property
    def is_one_hop(self) -> bool:
        """Whether this is exactly one relationship."""
        return (self.least, self.most) == (1, 1)


@dataclass(frozen=True)
class PathPattern:
    """Entities with the relationships between them; the whole may be bound to a variable."""

    variable: str | None
    nodes: tuple[NodePattern, ...]
    edges: tuple[EdgePattern, ...]


@dataclass(frozen=True)
class Unnesting:
    """The items of a list, one by one: `e.components AS c`."""

    source: Path
    variable: str


@dataclass(frozen=True)
class Item:
    """One column of the answer; with `is_count` the number of values."""

    expression: Expression
    alias: str | None
    is_count: bool
    at: int


@dataclass(frozen=True)
class Query:
    """A whole statement."""

    items: tuple[Item, ...]
    is_distinct: bool
    patterns: tuple[PathPattern, ...]
    unnestings: tuple[Unnesting, ...]
    where: Expression | None
    limit: int | None
    offset: int
