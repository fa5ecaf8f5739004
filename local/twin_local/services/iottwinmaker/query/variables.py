"""The variables of a query: what kind each is, and which conditions concern it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from twin_local.services.iottwinmaker.query.conditions import (
    Bindings,
    Evaluate,
    Numbers,
    compiled,
    conjuncts,
    variables,
)
from twin_local.services.iottwinmaker.query.errors import QueryError
from twin_local.services.iottwinmaker.query.syntax import (
    Comparison,
    Constant,
    Expression,
    In,
    Path,
    Query,
)

VariableKind: TypeAlias = Literal["NODE", "EDGE", "PATH", "VALUE"]
Kinds: TypeAlias = Mapping[str, VariableKind]


def kinds_of(query: Query) -> dict[str, VariableKind]:
    """Return the kinds of the variables that a query binds.

    Raises:
        QueryError: one is bound twice, except for an entity that several paths share.
    """
    found: dict[str, VariableKind] = {}
    for pattern in query.patterns:
        for node in pattern.nodes:
            if node.variable and found.setdefault(node.variable, "NODE") != "NODE":
                raise QueryError(f"{node.variable} is bound twice", node.at)
        once: list[tuple[str | None, VariableKind]] = [
            (edge.variable, "EDGE") for edge in pattern.edges
        ]
        for name, kind in [*once, (pattern.variable, "PATH")]:
            _bind_once(found, name, kind, pattern.nodes[0].at)
    for unnesting in query.unnestings:
        if unnesting.source.variable not in found:
            raise QueryError(
                f"there is no variable {unnesting.source.variable}", unnesting.source.at
            )
        _bind_once(found, unnesting.variable, "VALUE", unnesting.source.at)
    return found


def _bind_once(
    found: dict[str, VariableKind], name: str | None, kind: VariableKind, at: int
) -> None:
    if name is None:
        return
    if name in found:
        raise QueryError(f"{name} is bound twice", at)
    found[name] = kind


@dataclass(frozen=True)
class Condition:
    """One of the conditions that must all be so."""

    numbers: frozenset[int]
    holds: Evaluate


class Conditions:
    """The conditions of a query, each checked as soon as all its variables are bound."""

    def __init__(self, where: Expression | None, numbers: Numbers, kinds: Kinds) -> None:
        self._of: list[list[Condition]] = [[] for _ in numbers]
        self.constant = True
        for one in conjuncts(where):
            holds = compiled(one, numbers)
            used = frozenset(numbers[name] for name in variables(one))
            _refuse_paths(one, kinds)
            if not used:
                self.constant = self.constant and holds([]) is True
            for number in used:
                self._of[number].append(Condition(used, holds))

    def hold(self, bound: Bindings, number: int) -> bool:
        """Say whether the conditions hold that concern the variable bound last."""
        for one in self._of[number]:
            ready = len(one.numbers) == 1 or all(bound[used] is not None for used in one.numbers)
            if ready and one.holds(bound) is not True:
                return False
        return True


def _refuse_paths(expression: Expression, kinds: Kinds) -> None:
    for name in variables(expression):
        if kinds[name] == "PATH":
            raise QueryError(f"{name} is a path, which has no fields", 0)


def wanted(where: Expression | None, step: str) -> dict[str, tuple[str, ...]]:
    """Return the texts that a field of a variable must be one of, by variable."""
    found: dict[str, tuple[str, ...]] = {}
    for one in conjuncts(where):
        if isinstance(one, Comparison) and one.operator == "=":
            for side, other in ((one.left, one.right), (one.right, one.left)):
                if not (isinstance(side, Path) and isinstance(other, Constant)):
                    continue
                if side.steps == (step,):
                    found.setdefault(side.variable, _texts([other]))
        elif isinstance(one, In) and isinstance(one.options, tuple):
            constants = [item for item in one.options if isinstance(item, Constant)]
            complete = len(constants) == len(one.options)
            if complete and isinstance(one.operand, Path) and one.operand.steps == (step,):
                found.setdefault(one.operand.variable, _texts(constants))
    return found


def _texts(constants: list[Constant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.value for one in constants if isinstance(one.value, str)))
