"""What a statement of ours is for the engine: SQL over one table per view that it names.

Each mention of a view becomes a table of its own, which needs only the rows that the conditions on
it leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from twin_local.services.iotsitewise.exceptions import ValidationException
from twin_local.services.iotsitewise.query.conditions import Conditions, conditions_of
from twin_local.services.iotsitewise.query.dialect import TIME_FUNCTIONS, parsed
from twin_local.services.iotsitewise.query.moments import constant, literal, moved, nanoseconds
from twin_local.services.iotsitewise.query.views import VIEWS

KEYS = ("asset_id", "property_id")
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


@dataclass(frozen=True)
class Scan:
    """One mention of a view: the table that stands for it, and what it needs."""

    table: str
    view: str
    conditions: Conditions
    joined: Mapping[str, Conditions] = field(default_factory=dict)
    """The conditions on other views, by their names, that are joined with it by the keys."""

    def allows(self, view: str, row: Mapping[str, str | None]) -> bool:
        """Return whether rows that belong to a row of a view may be needed."""
        conditions = [self.conditions] if view == self.view else []
        conditions += [self.joined[view]] if view in self.joined else []
        return all(one.allow(column, value) for one in conditions for column, value in row.items())


@dataclass(frozen=True)
class Statement:
    """A query for the engine."""

    sql: str
    scans: tuple[Scan, ...]


def statement(text: str, *, now_ns: int) -> Statement:
    """Return the statement for the engine.

    Raises:
        ValidationException: the query has a part that is not supported.
    """
    tree = parsed(text).transform(lambda node: _translated(node, now_ns))
    tree = tree.transform(_timed)
    scans: list[Scan] = []
    for select in list(tree.find_all(exp.Select)):
        _join_by_keys(select)
        scans += _scans(select, first=len(scans))
    return Statement(tree.sql(dialect="duckdb"), tuple(scans))


def _translated(node: exp.Expr, now_ns: int) -> exp.Expr:
    if isinstance(node, exp.Cast) and node.to.this.name == "TIMESTAMP":
        inner = node.this
        if isinstance(inner, exp.Literal) and inner.is_string:
            return literal(nanoseconds(inner.name))
    if not isinstance(node, exp.Anonymous):
        return node
    name = node.name.upper()
    if name == "NOW":
        return literal(now_ns // 1_000_000 * 1_000_000)
    if name in TIME_FUNCTIONS:
        arguments = [
            one if index != 2 else _translated(one, now_ns)
            for index, one in enumerate(node.expressions)
        ]
        return moved(exp.Anonymous(this=name, expressions=arguments))
    if name == "STR_REPLACE":
        return exp.Anonymous(this="replace", expressions=node.expressions)
    if name == "SUBSTR" and len(node.expressions) == 2 and node.expressions[1].is_string:
        return exp.Anonymous(this="regexp_extract", expressions=node.expressions)
    return node


def _timed(node: exp.Expr) -> exp.Expr:
    """Read texts and numbers that are compared with a time as times."""
    if isinstance(node, exp.Between) and _is_time(node.this):
        for key in ("low", "high"):
            node.set(key, _time(node.args[key]))
    elif isinstance(node, COMPARISONS):
        if _is_time(node.this):
            node.set("expression", _time(node.expression))
        elif _is_time(node.expression):
            node.set("this", _time(node.this))
    return node


def _time(node: exp.Expr) -> exp.Expr:
    known = constant(node)
    return node if known is None else literal(known)


def _is_time(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and node.name.lower() == "event_timestamp"


def _tables(select: exp.Select) -> Mapping[str, exp.Table]:
    """Return the views that a SELECT names itself, by the name it gives them."""
    sources = [select.args["from_"].this, *(one.this for one in select.args.get("joins") or [])]
    tables = [one for one in sources if isinstance(one, exp.Table)]
    named = {one.alias_or_name.lower(): one for one in tables}
    if len(named) < len(tables):
        raise ValidationException("the query gives the same name to two views")
    return named


def _join_by_keys(select: exp.Select) -> None:
    """Join different views that are listed with commas by asset and property, as the service."""
    joins = [one for one in select.args.get("joins") or [] if not one.args.get("on")]
    listed = [select.args["from_"].this, *(one.this for one in joins)]
    tables = [one for one in listed if isinstance(one, exp.Table)]
    for index, table in enumerate(tables):
        for earlier in tables[:index]:
            if earlier.name.lower() == table.name.lower():
                continue
            for key in KEYS:
                if key in VIEWS[earlier.name.lower()] and key in VIEWS[table.name.lower()]:
                    left = exp.column(key, earlier.alias_or_name)
                    right = exp.column(key, table.alias_or_name)
                    select.where(exp.EQ(this=left, expression=right), copy=False)


def _scans(select: exp.Select, *, first: int) -> list[Scan]:
    scans = []
    tables = _tables(select)
    views = {name: table.name.lower() for name, table in tables.items()}
    wanted = {name: conditions_of(select, name, views) for name in tables}
    by_view = {} if _has_other_joins(select) else {views[name]: wanted[name] for name in views}
    for number, (name, table) in enumerate(tables.items(), start=first):
        view = views[name]
        others = {one: found for one, found in by_view.items() if one != view}
        joined = others if len(by_view) == len(views) else {}
        scan = Scan(f"scan_{number}", view, wanted[name], joined)
        table.replace(exp.to_table(scan.table).as_(name))
        scans.append(scan)
    return scans


def _has_other_joins(select: exp.Select) -> bool:
    """Return whether anything is joined but views with commas."""
    sources = [select.args["from_"].this]
    for join in select.args.get("joins") or []:
        if join.args.get("on"):
            return True
        sources.append(join.this)
    return not all(isinstance(one, exp.Table) for one in sources)
