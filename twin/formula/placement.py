"""What may stand in what: variables in aggregations, `localtime` in `year`, a literal path in `jp`.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-functions.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from twin.formula.compilation import Compilation
from twin.formula.errors import FormulaUseError
from twin.formula.functions.json import path_of
from twin.formula.functions.series import AGGREGATIONS, TEMPORAL, free_names
from twin.formula.functions.time import PARTS
from twin.formula.nodes import Call, Formatted, Name, Node, Text, children, walk
from twin.formula.parser import variables
from twin.formula.zones import zone_of

Kind = Literal["transform", "metric"]


@dataclass(frozen=True)
class Names:
    """The variables of a formula: all, those of child assets, and those that are metrics."""

    declared: frozenset[str] = frozenset()
    of_children: frozenset[str] = frozenset()
    of_metrics: frozenset[str] = frozenset()


def placed(node: Node, names: Names) -> Iterator[FormulaUseError]:
    """Yield the mistakes of parts that depend on what is around them."""
    for name in sorted(free_names(node, Compilation(names.declared)) & names.of_children):
        yield FormulaUseError(
            "a property of child assets has many values",
            found=name,
            expected=f"an aggregation, such as sum({name})",
        )
    yield from _misplaced(node, None)


def _misplaced(node: Node, around: str | None) -> Iterator[FormulaUseError]:
    """Yield what may not stand in the function around it."""
    function = node.function if isinstance(node, Call) else None
    if function == "localtime" and around not in PARTS:
        yield FormulaUseError(
            "localtime() is no value by itself",
            found=f"{around}(localtime())" if around else "localtime()",
            expected="it in one of " + ", ".join(f"{part}()" for part in PARTS),
        )
    for child in children(node):
        if isinstance(child, Formatted) and function is not None and function != "format":
            yield FormulaUseError(
                "a conversion stands in format() only",
                found=f'{function}(…: "{child.conversion}")',
                expected=f'format(…: "{child.conversion}")',
            )
        yield from _misplaced(child, function)


def arguments(call: Call, kind: Kind, names: Names) -> FormulaUseError | None:
    """Return what is wrong with the arguments of a call, whose number is right."""
    function = call.function
    if function in AGGREGATIONS:
        return _one_variable_each(call, names)
    if function in TEMPORAL:
        return _temporal(call, names)
    if function in PARTS:
        return _part_of_local_time(call)
    match function:
        case "pretrigger" if not _is_variable(call.arguments[0], names):
            return FormulaUseError(
                "pretrigger() takes a variable",
                found="an expression",
                expected="pretrigger(variable)",
            )
        case "timestamp" if call.arguments:
            return _timestamp(call.arguments[0], kind, names)
        case "jp":
            return _path(call.arguments[1])
        case "localtime" | "mktime":
            return _zone(call)
    return None


def _one_variable_each(call: Call, names: Names) -> FormulaUseError | None:
    for argument in call.arguments:
        found = sorted(variables(argument, names.declared))
        if len(found) > 1:
            return FormulaUseError(
                f"an argument of {call.function}() holds several variables",
                found=", ".join(found),
                expected="one variable in each argument; a transform may join several",
            )
    return None


def _temporal(call: Call, names: Names) -> FormulaUseError | None:
    name, (argument,) = call.function, call.arguments
    found = variables(argument, names.declared)
    inner = [one for one in walk(argument) if isinstance(one, Call)]
    nested = sorted({one.function for one in inner} & (AGGREGATIONS | TEMPORAL))
    if nested:
        return FormulaUseError(
            f"{name}() takes no aggregation",
            found=f"{name}({nested[0]}())",
            expected=f"{name}(variable), or an expression of one variable",
        )
    if len(found) != 1:
        return FormulaUseError(
            f"{name}() takes one variable",
            found=", ".join(sorted(found)) or "none",
            expected=f"{name}(variable), or an expression of one variable",
        )
    (variable,) = found
    if variable in names.of_children:
        return FormulaUseError(
            f"{name}() takes no property of child assets",
            found=variable,
            expected="a property of the asset itself",
        )
    if name == "statetime" and variable in names.of_metrics:
        return FormulaUseError(
            "statetime() takes no metric", found=variable, expected="a measurement or a transform"
        )
    return None


def _part_of_local_time(call: Call) -> FormulaUseError | None:
    match call.arguments:
        case (Call("localtime", _),):
            return None
    return FormulaUseError(
        f"{call.function}() takes a local time",
        found="another value",
        expected=f"{call.function}(localtime(seconds, 'zone'))",
    )


def _timestamp(argument: Node, kind: Kind, names: Names) -> FormulaUseError | None:
    if kind == "metric":
        return FormulaUseError(
            "in a metric timestamp() is the end of the window",
            found="timestamp() with a variable",
            expected="timestamp()",
        )
    match argument:
        case Call("pretrigger", _):
            return None
    if _is_variable(argument, names):
        return None
    return FormulaUseError(
        "timestamp() takes a variable",
        found="an expression",
        expected="timestamp(variable), or timestamp(pretrigger(variable))",
    )


def _path(path: Node) -> FormulaUseError | None:
    if isinstance(path, Text) and path_of(path.value) is not None:
        return None
    return FormulaUseError(
        "jp() takes a JSONPath in quotes",
        found=repr(path.value) if isinstance(path, Text) else "an expression",
        expected="such as '$.status' or '$.values[0]'",
    )


def _zone(call: Call) -> FormulaUseError | None:
    for argument in call.arguments:
        if isinstance(argument, Text) and zone_of(argument.value) is None:
            return FormulaUseError(
                "there is no such time zone",
                found=repr(argument.value),
                expected="such as 'UTC', 'UTC+01:00', 'Europe/Paris' or 'PST'",
            )
    return None


def _is_variable(node: Node, names: Names) -> bool:
    return isinstance(node, Name) and bool(variables(node, names.declared))
