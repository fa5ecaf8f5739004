"""The SQL of AWS IoT SiteWise: which parts of a statement there are, and which are refused.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/query-reference.html. What is not on these
lists is refused, so nothing that the engine underneath knows can be reached.
"""

from __future__ import annotations

from typing import ClassVar

from sqlglot import exp, parse, parser
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

from twin_local.services.iotsitewise.exceptions import ValidationException
from twin_local.services.iotsitewise.query.views import VIEWS

LONGEST_STATEMENT = 10_000
DEEPEST_STATEMENT = 64
TIME_FUNCTIONS = frozenset({"DATE_ADD", "DATE_SUB", "TIMESTAMP_ADD", "TIMESTAMP_SUB"})
OWN_FUNCTIONS = TIME_FUNCTIONS | {"NOW", "SUBSTR", "STR_REPLACE", "LTRIM", "RTRIM"}
"""Left to our own translation, since other systems give them other arguments."""

CLAUSES = frozenset(
    {"kind", "hint", "expressions", "from_", "joins", "where", "group", "having", "order", "limit"}
)
PARTS = (
    *(exp.Select, exp.From, exp.Join, exp.Table, exp.TableAlias, exp.Identifier, exp.Column),
    *(exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Alias, exp.Star),
    *(exp.Subquery, exp.Paren, exp.Literal, exp.Boolean, exp.Null, exp.Cast, exp.DataType),
    *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE),
    *(exp.In, exp.Between, exp.Like, exp.Is, exp.Exists, exp.Case, exp.If),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.DPipe),
    *(exp.Avg, exp.Count, exp.Max, exp.Min, exp.Sum, exp.Stddev),
    *(exp.Coalesce, exp.Pow, exp.Round, exp.Floor, exp.Length, exp.Concat, exp.Upper, exp.Lower),
    *(exp.Trim, exp.Anonymous, exp.DataTypeParam),
)
TYPES = frozenset({"TIMESTAMP", "INT", "DOUBLE", "BOOLEAN", "TEXT", "VARCHAR"})


class SiteWise(Dialect):
    """Standard SQL whose functions of time take (unit, count, time)."""

    class Parser(parser.Parser):
        FUNCTIONS: ClassVar = {
            name: build
            for name, build in parser.Parser.FUNCTIONS.items()
            if name not in OWN_FUNCTIONS
        }


def parsed(text: str) -> exp.Select:
    """Return the tree of a statement that consists of nothing but what is supported.

    Raises:
        ValidationException: it is too long, not SQL, or has a part that is not supported.
    """
    if len(text) > LONGEST_STATEMENT:
        raise ValidationException(f"the query has {len(text)} characters, at most 10,000")
    try:
        statements = parse(text, dialect=SiteWise)
    except (SqlglotError, RecursionError) as error:
        raise ValidationException(f"the query is not valid SQL: {str(error)[:300]}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        raise ValidationException("a query is one SELECT statement")
    for node in statements[0].walk():
        _check(node)
    return statements[0]


def _check(node: exp.Expr) -> None:
    if type(node) not in PARTS:
        raise _refused(type(node).__name__)
    if node.depth > DEEPEST_STATEMENT:
        raise ValidationException(f"the query is nested more than {DEEPEST_STATEMENT} deep")
    if isinstance(node, exp.Select):
        _check_clauses(node)
    elif isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
        raise _refused("SELECT *")
    elif isinstance(node, exp.Join):
        _check_join(node)
    elif isinstance(node, exp.Table):
        _check_table(node)
    elif isinstance(node, exp.Group) and [key for key, value in node.args.items() if value] != [
        "expressions"
    ]:
        raise _refused("GROUP BY with more than expressions")
    elif isinstance(node, exp.Anonymous) and node.name.upper() not in OWN_FUNCTIONS:
        raise _refused(f"the function {node.name}")
    elif isinstance(node, exp.Cast) and node.args.get("format"):
        raise _refused("CAST with FORMAT")
    elif isinstance(node, exp.DataType) and node.this.name not in TYPES:
        raise _refused(f"the type {node.this.name}")
    elif isinstance(node, exp.Limit) and not isinstance(node.expression, exp.Literal):
        raise _refused("LIMIT with an expression")


def _check_clauses(select: exp.Select) -> None:
    for name, value in select.args.items():
        if value and name not in CLAUSES:
            raise _refused({"with_": "WITH", "distinct": "DISTINCT"}.get(name, name.upper()))
    if select.args.get("hint") or select.args.get("kind"):
        raise _refused("a hint")
    if not select.args.get("from_"):
        raise ValidationException("the query has no FROM clause")


def _check_join(join: exp.Join) -> None:
    if join.side or join.method or join.args.get("using") or join.kind not in ("", "INNER"):
        raise _refused("a join other than JOIN and INNER JOIN with ON")


def _check_table(table: exp.Table) -> None:
    extra = [key for key, value in table.args.items() if value and key not in ("this", "alias")]
    if extra or not isinstance(table.this, exp.Identifier):
        raise _refused(f"the source {table.sql()[:100]}")
    if table.name.lower() not in VIEWS:
        raise ValidationException(f"there is no view {table.name}: use {', '.join(VIEWS)}")


def _refused(what: str) -> ValidationException:
    return ValidationException(f"{what} is not supported")
