"""What conditions give: PartiQL compares what is of one kind, and what is missing is unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Value = object


class Missing:
    """What a path gives that leads nowhere."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


def equal(left: Value, right: Value) -> bool | None:
    """Say whether two values are equal; None where one is missing."""
    if left is MISSING or right is MISSING:
        return None
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return left == right


def ordered(test: Callable[[float], bool]) -> Callable[[Value, Value], bool | None]:
    """Return a comparison by order; None where the values are not two numbers or two texts."""

    def compare(left: Value, right: Value) -> bool | None:
        if isinstance(left, str) and isinstance(right, str):
            return test((left > right) - (left < right))
        if _is_number(left) and _is_number(right):
            return test((left > right) - (left < right))  # type: ignore[operator]
        return None

    return compare


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def negation(value: Value) -> bool | None:
    """Return the opposite of a truth; None of what is unknown."""
    return (not value) if isinstance(value, bool) else None


COMPARISONS: dict[str, Callable[[Value, Value], bool | None]] = {
    "=": equal,
    "!=": lambda left, right: negation(equal(left, right)),
    "<": ordered(lambda sign: sign < 0),
    "<=": ordered(lambda sign: sign <= 0),
    ">": ordered(lambda sign: sign > 0),
    ">=": ordered(lambda sign: sign >= 0),
}
