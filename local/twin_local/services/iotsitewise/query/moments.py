"""Times in a statement: literals, NOW() and sums of them, in nanoseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlglot import exp

from twin_local.services.iotsitewise.exceptions import ValidationException
from twin_local.services.iotsitewise.shapes import NANOSECONDS

SECONDS = {"DAY": 86_400, "HOUR": 3_600, "MINUTE": 60, "SECOND": 1}
UNITS = (*SECONDS, "MONTH", "YEAR")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def nanoseconds(text: str) -> int:
    """Return an ISO 8601 time, UTC where it names no zone, in nanoseconds since 1970.

    Raises:
        ValidationException: it is not such a time.
    """
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValidationException(f"'{text[:100]}' is not a time") from error
    since = (given if given.tzinfo else given.replace(tzinfo=UTC)) - EPOCH
    return (since.days * 86_400 + since.seconds) * NANOSECONDS + since.microseconds * 1_000


def literal(moment_ns: int) -> exp.Expr:
    """Return a time as the engine reads it."""
    return exp.Anonymous(this="make_timestamp_ns", expressions=[exp.Literal.number(moment_ns)])


def constant(node: exp.Expr | None) -> int | None:
    """Return the time that an expression is, None where that depends on a row.

    Numbers are seconds since 1970, as dashboards write them.

    Raises:
        ValidationException: a text is not a time.
    """
    if isinstance(node, exp.Paren):
        return constant(node.this)
    if isinstance(node, exp.Neg):
        inner = constant(node.this)
        return None if inner is None else -inner
    if isinstance(node, exp.Anonymous) and node.name == "make_timestamp_ns":
        first = node.expressions[0]
        return -int(first.this.name) if isinstance(first, exp.Neg) else int(first.name)
    if isinstance(node, exp.Literal):
        return nanoseconds(node.name) if node.is_string else int(float(node.name) * NANOSECONDS)
    return None


def moved(node: exp.Anonymous) -> exp.Expr:
    """Return the engine's form of DATE_ADD, DATE_SUB, TIMESTAMP_ADD and TIMESTAMP_SUB.

    Raises:
        ValidationException: the arguments are not a unit, a whole number and a time.
    """
    name = node.name.upper()
    if len(node.expressions) != 3:
        raise ValidationException(f"{name} takes a unit, a number and a time")
    unit, count, time = node.expressions
    if unit.name.upper() not in UNITS:
        raise ValidationException(f"{name}: the unit is one of {', '.join(UNITS)}")
    sign = -1 if name.endswith("SUB") else 1
    known = constant(time)
    seconds = SECONDS.get(unit.name.upper())
    if known is not None and seconds and isinstance(count, exp.Literal) and not count.is_string:
        return literal(known + sign * int(float(count.name)) * seconds * NANOSECONDS)
    interval = exp.Anonymous(
        this=f"to_{unit.name.lower()}s", expressions=[exp.cast(exp.paren(count), "int")]
    )
    kind = exp.Add if sign > 0 else exp.Sub
    return exp.paren(kind(this=exp.cast(time, "timestamp"), expression=interval))
