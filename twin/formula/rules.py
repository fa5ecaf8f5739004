"""What SiteWise accepts in a formula beyond its syntax: functions, their arguments, limits.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/formula-expressions.html; limits: the
members `expression` and `variables` of the API, and
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/quotas.html.
"""

from __future__ import annotations

import difflib
from typing import Literal

from twin.formula.errors import FormulaError, FormulaLimitError, FormulaUseError
from twin.formula.nodes import Call, If, Name, Node, walk
from twin.formula.parser import variables

Kind = Literal["transform", "metric"]

LONGEST_EXPRESSION = 1024
MOST_VARIABLES = 10
MOST_FUNCTIONS = 10

_ONE = (1, 1)
_ANY = (1, 255)
_OF_ONE_NUMBER = (
    "abs acos asin atan cbrt ceil cos cosh cot exp expm1 floor log log10 log1p log2 signum sin sinh"
    " sqrt tan tanh isnan year mon mday wday yday hour minute sec len upper lower"
)
AGGREGATIONS = frozenset({"avg", "sum", "min", "max", "count", "stdev"})
TEMPORAL = frozenset({"first", "last", "earliest", "latest", "statetime"})
ARGUMENTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(_OF_ONE_NUMBER.split(), _ONE),
    **dict.fromkeys(("pow", "gt", "gte", "eq", "neq", "lt", "lte"), (2, 2)),
    **dict.fromkeys(("find", "contains", "jp"), (2, 2)),
    **dict.fromkeys(AGGREGATIONS, _ANY),
    **dict.fromkeys(TEMPORAL, _ONE),
    "pretrigger": _ONE,
    "join": (2, 255),
    "format": _ANY,
    "now": (0, 0),
    "timestamp": (0, 1),
    "mktime": (7, 7),
    "localtime": (2, 2),
}
"""Function → fewest and most arguments."""


def mistakes(text: str, node: Node, kind: Kind) -> tuple[FormulaError, ...]:
    """Return what SiteWise would refuse in a formula of a transform or a metric."""
    found: list[FormulaError] = [*_limits(text, node)]
    for call in _calls(node):
        mistake = _function(call, kind) or _arguments(call)
        if mistake is not None:
            found.append(mistake)
    return tuple(found)


def _calls(node: Node) -> list[Call]:
    return [part for part in walk(node) if isinstance(part, Call)]


def _limits(text: str, node: Node) -> list[FormulaError]:
    functions = len([part for part in walk(node) if isinstance(part, Call | If)])
    return [
        FormulaLimitError(
            f"the formula has too many {what}", found=str(count), expected=f"at most {most}"
        )
        for what, count, most in (
            ("characters", len(text), LONGEST_EXPRESSION),
            ("variables", len(variables(node)), MOST_VARIABLES),
            ("functions", functions, MOST_FUNCTIONS),
        )
        if count > most
    ]


def _function(call: Call, kind: Kind) -> FormulaUseError | None:
    name = call.function
    if name not in ARGUMENTS:
        near = difflib.get_close_matches(name, ARGUMENTS, n=1)
        hint = f"{near[0]}(), or another" if near else "a"
        return FormulaUseError(
            "there is no such function",
            found=f"{name}()",
            expected=f"{hint} function of the SiteWise formula language",
        )
    if kind == "transform" and name in AGGREGATIONS | TEMPORAL:
        return FormulaUseError(
            "a transform sees single values, no window",
            found=f"{name}()",
            expected="this formula among the metrics",
        )
    if kind == "metric" and name == "pretrigger":
        return FormulaUseError(
            "only a transform has a value before the one that triggered it",
            found="pretrigger()",
            expected="this formula among the transforms",
        )
    return None


def _arguments(call: Call) -> FormulaUseError | None:
    name, count = call.function, len(call.arguments)
    fewest, most = ARGUMENTS[name]
    if not fewest <= count <= most:
        return FormulaUseError(
            f"{name}() has a wrong number of arguments",
            found=str(count),
            expected=str(fewest) if fewest == most else f"{fewest} to {most}",
        )
    if name in TEMPORAL | {"pretrigger"} and not isinstance(call.arguments[0], Name):
        return FormulaUseError(
            f"{name}() takes a variable", found="an expression", expected=f"{name}(variable)"
        )
    if name in AGGREGATIONS:
        return _one_variable_each(call)
    return None


def _one_variable_each(call: Call) -> FormulaUseError | None:
    for argument in call.arguments:
        nested = any(one.function in AGGREGATIONS | TEMPORAL for one in _calls(argument))
        names = sorted(variables(argument))
        if not nested and len(names) > 1:
            return FormulaUseError(
                f"an argument of {call.function}() holds several variables",
                found=", ".join(names),
                expected="one variable in each argument; a transform may join several",
            )
    return None
