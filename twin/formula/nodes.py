"""The syntax tree of a formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

UnaryOperator = Literal["-", "not"]
BinaryOperator = Literal["+", "-", "*", "/", "^", "%", "<", ">", "<=", ">=", "==", "!="]
LogicalOperator = Literal["and", "or"]


@dataclass(frozen=True)
class Number:
    """A number literal."""

    value: float


@dataclass(frozen=True)
class Text:
    """A string literal."""

    value: str


@dataclass(frozen=True)
class Name:
    """A variable, or a constant where no variable has the name."""

    name: str


@dataclass(frozen=True)
class Unary:
    """A sign or a negation."""

    operator: UnaryOperator
    operand: Node


@dataclass(frozen=True)
class Binary:
    """Arithmetic or comparison."""

    operator: BinaryOperator
    left: Node
    right: Node


@dataclass(frozen=True)
class Logical:
    """`and` and `or`, which look at the right side only if they have to."""

    operator: LogicalOperator
    left: Node
    right: Node


@dataclass(frozen=True)
class If:
    """`if(condition, then, otherwise)`; without `otherwise` a false condition gives no point."""

    condition: Node
    then: Node
    otherwise: Node | None


@dataclass(frozen=True)
class Call:
    """A function call; `function` is in lower case."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Index:
    """`text[index]`."""

    text: Node
    index: Node


@dataclass(frozen=True)
class Slice:
    """`text[start:end:step]`."""

    text: Node
    start: Node | None
    end: Node | None
    step: Node | None


@dataclass(frozen=True)
class Formatted:
    """A value with its Java conversion, such as `d` or `.2f`."""

    value: Node
    conversion: str


@dataclass(frozen=True)
class Template:
    """`f'…{value: "f"}…'`; a field without a conversion is written as `+` does."""

    parts: tuple[str | Node, ...]


Node = (
    Number
    | Text
    | Name
    | Unary
    | Binary
    | Logical
    | If
    | Call
    | Index
    | Slice
    | Formatted
    | Template
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node, in the order of the text."""
    match node:
        case Number() | Text() | Name():
            return ()
        case Unary(_, operand):
            return (operand,)
        case Binary(_, left, right) | Logical(_, left, right):
            return (left, right)
        case If(condition, then, otherwise):
            return (condition, then) if otherwise is None else (condition, then, otherwise)
        case Call(_, arguments):
            return arguments
        case Index(text, index):
            return (text, index)
        case Slice(text, start, end, step):
            return (text, *(part for part in (start, end, step) if part is not None))
        case Formatted(value, _):
            return (value,)
        case Template(parts):
            return tuple(part for part in parts if not isinstance(part, str))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))
