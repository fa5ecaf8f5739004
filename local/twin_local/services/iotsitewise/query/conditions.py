"""The conditions of a statement that say which rows of a view it needs at all.

Only what holds for every row of the result counts: equalities and bounds that AND joins. What is
left out here the engine looks at itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from twin_local.services.iotsitewise.query.moments import constant
from twin_local.services.iotsitewise.query.views import VIEWS

EVER_NS = (1 << 63) - 1


@dataclass(frozen=True)
class Conditions:
    """Texts that a column is one of, and times with `after_ns <= time <= until_ns`."""

    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    after_ns: int = 0
    until_ns: int = EVER_NS

    def allow(self, column: str, value: str | None) -> bool:
        """Return whether a row with such a value may be needed."""
        allowed = self.texts.get(column)
        return allowed is None or value in allowed


def conditions_of(select: exp.Select, name: str, views: Mapping[str, str]) -> Conditions:
    """Return the conditions of a SELECT on the view that it calls `name`."""
    texts: dict[str, frozenset[str]] = {}
    after_ns, until_ns = 0, EVER_NS
    for part in _parts(select):
        if found := _texts(part, name, views):
            column, values = found
            texts[column] = values & texts.get(column, values)
        low, high = _bounds(part, name, views)
        after_ns, until_ns = max(after_ns, low), min(until_ns, high)
    return Conditions(texts, after_ns, until_ns)


def _parts(select: exp.Select) -> Iterator[exp.Expr]:
    where = select.args.get("where")
    ons = [one.args.get("on") for one in select.args.get("joins") or []]
    for root in [where.this if where else None, *ons]:
        yield from _conjuncts(root)


def _conjuncts(node: exp.Expr | None) -> Iterator[exp.Expr]:
    if isinstance(node, exp.Paren):
        yield from _conjuncts(node.this)
    elif isinstance(node, exp.And):
        yield from _conjuncts(node.this)
        yield from _conjuncts(node.expression)
    elif node is not None:
        yield node


def _column(node: exp.Expr | None, name: str, views: Mapping[str, str]) -> str | None:
    """Return the column if it is one of the view `name`, and of no other where it names none."""
    if not isinstance(node, exp.Column):
        return None
    column = node.name.lower()
    if node.table:
        return column if node.table.lower() == name else None
    owners = [one for one, view in views.items() if column in VIEWS[view]]
    return column if owners == [name] else None


def _texts(
    part: exp.Expr, name: str, views: Mapping[str, str]
) -> tuple[str, frozenset[str]] | None:
    if isinstance(part, exp.EQ):
        sides = [(part.this, part.expression), (part.expression, part.this)]
    elif isinstance(part, exp.In) and part.expressions:
        sides = [(part.this, one) for one in part.expressions]
    else:
        return None
    if isinstance(part, exp.EQ):
        sides = [one for one in sides if _column(one[0], name, views)][:1]
    column = _column(sides[0][0], name, views) if sides else None
    values = [value for _, value in sides]
    if column is None or not all(isinstance(one, exp.Literal) and one.is_string for one in values):
        return None
    return column, frozenset(one.name for one in values)


def _bounds(part: exp.Expr, name: str, views: Mapping[str, str]) -> tuple[int, int]:
    if isinstance(part, exp.Between) and _column(part.this, name, views) == "event_timestamp":
        low, high = constant(part.args["low"]), constant(part.args["high"])
        return (0 if low is None else low), (EVER_NS if high is None else high)
    if not isinstance(part, exp.EQ | exp.GT | exp.GTE | exp.LT | exp.LTE):
        return 0, EVER_NS
    turned = _column(part.expression, name, views) == "event_timestamp"
    if not turned and _column(part.this, name, views) != "event_timestamp":
        return 0, EVER_NS
    moment = constant(part.this if turned else part.expression)
    if moment is None:
        return 0, EVER_NS
    if isinstance(part, exp.EQ):
        return moment, moment
    is_lower = isinstance(part, exp.GT | exp.GTE) != turned
    return (moment, EVER_NS) if is_lower else (0, moment)
