"""Date and time functions; times are UTC seconds since 1970.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-date-and-time-functions.html
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from twin.formula.functions.function import (
    Compiler,
    Evaluate,
    Function,
    no_value,
    of_values,
)
from twin.formula.inputs import Inputs, Sample
from twin.formula.nodes import Call, Name, Node
from twin.formula.values import NoPoint, Value, integer, number, text
from twin.formula.zones import zone_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1970, 2251)


def _now(_: tuple[Node, ...], __: Compiler) -> Evaluate:
    return lambda inputs: inputs.now()


def _timestamp(arguments: tuple[Node, ...], compiler: Compiler) -> Evaluate:
    """`timestamp()`, `timestamp(x)` and `timestamp(pretrigger(x))`."""
    match arguments:
        case ():
            return lambda inputs: inputs.moment
        case (Name(name),) if compiler.is_variable(name):
            return lambda inputs: _time(inputs.latest(name))
        case (Call("pretrigger", (Name(name),)),):
            return lambda inputs: _time(inputs.before(name))
    return no_value


def _time(sample: Sample | None) -> float:
    if sample is None:
        raise NoPoint
    return sample.time


def _mktime(*given: Value) -> float:
    """Return a moment; the zone is the first or the last argument and UTC if there is none."""
    parts = list(given)
    zone: tzinfo = UTC
    if isinstance(parts[0], str):
        zone = _zone(parts.pop(0))
    elif isinstance(parts[-1], str):
        zone = _zone(parts.pop())
    if not 3 <= len(parts) <= 6:
        raise NoPoint
    year, month, day, hour, minute = (integer(one) for one in (*parts, 0.0, 0.0)[:5])
    second = number(parts[5]) if len(parts) == 6 else 0.0
    if year not in _YEARS or not 0 <= second <= 60:
        raise NoPoint
    local = datetime(year, month, day, hour, minute, tzinfo=zone)
    return (local - _EPOCH).total_seconds() + second


def _zone(value: Value) -> tzinfo:
    zone = zone_of(text(value))
    if zone is None:
        raise NoPoint
    return zone


def _local(arguments: tuple[Node, ...], compiler: Compiler) -> Callable[[Inputs], datetime]:
    moment, *rest = [compiler.evaluation(argument) for argument in arguments]

    def local(inputs: Inputs) -> datetime:
        zone = _zone(rest[0](inputs)) if rest else UTC
        return (_EPOCH + timedelta(seconds=number(moment(inputs)))).astimezone(zone)

    return local


def _part(read: Callable[[datetime], int]) -> Function:
    """Return a function of `localtime(…)`, which has no value of its own."""

    def build(arguments: tuple[Node, ...], compiler: Compiler) -> Evaluate:
        match arguments:
            case (Call("localtime", inner),):
                local = _local(inner, compiler)
                return lambda inputs: float(read(local(inputs)))
        return no_value

    return Function(1, 1, build)


PARTS: dict[str, Function] = {
    "year": _part(lambda local: local.year),
    "mon": _part(lambda local: local.month),
    "mday": _part(lambda local: local.day),
    "wday": _part(lambda local: local.isoweekday() % 7),  # 0 is Sunday
    "yday": _part(lambda local: local.timetuple().tm_yday),
    "hour": _part(lambda local: local.hour),
    "minute": _part(lambda local: local.minute),
    "sec": _part(lambda local: local.second),
}
"""What `localtime(…)` may stand in."""

TABLE: dict[str, Function] = {
    **PARTS,
    "now": Function(0, 0, _now),
    "timestamp": Function(0, 1, _timestamp),
    "mktime": of_values(3, 7, _mktime),
    "localtime": Function(1, 2, lambda _, __: no_value),
}
