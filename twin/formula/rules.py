"""What SiteWise accepts in a formula beyond its syntax: limits, functions and where they stand.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/formula-expressions.html; limits: the
members `expression` and `variables` of the API, and
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/quotas.html.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from twin.formula.errors import FormulaError, FormulaLimitError, FormulaUseError
from twin.formula.functions import FUNCTIONS
from twin.formula.functions.series import AGGREGATIONS, TEMPORAL
from twin.formula.nodes import Call, If, Node, walk
from twin.formula.parser import variables
from twin.formula.placement import Kind, Names, arguments, placed

__all__ = ["AGGREGATIONS", "MOST_VARIABLES", "TEMPORAL", "Kind", "mistakes"]

LONGEST_EXPRESSION = 1024
MOST_VARIABLES = 10
MOST_FUNCTIONS = 10


def mistakes(
    text: str,
    node: Node,
    kind: Kind,
    *,
    declared: Collection[str] = (),
    of_children: Collection[str] = (),
    of_metrics: Collection[str] = (),
) -> tuple[FormulaError, ...]:
    """Return what SiteWise would refuse in a formula of a transform or a metric.

    `declared` are the names of its variables, of which some stand for properties of child assets or
    for metrics.
    """
    names = Names(frozenset(declared), frozenset(of_children), frozenset(of_metrics))
    limits = _limits(text, node, names)
    if len(text) > LONGEST_EXPRESSION:
        return tuple(limits)
    found: list[FormulaError] = [*limits, *placed(node, names)]
    for part in walk(node):
        if isinstance(part, Call):
            found.extend(_call(part, kind, names))
    return tuple(found)


def _limits(text: str, node: Node, names: Names) -> list[FormulaError]:
    functions = len([part for part in walk(node) if isinstance(part, Call | If)])
    return [
        FormulaLimitError(
            f"the formula has too many {what}", found=str(count), expected=f"at most {most}"
        )
        for what, count, most in (
            ("characters", len(text), LONGEST_EXPRESSION),
            ("variables", len(variables(node, names.declared)), MOST_VARIABLES),
            ("functions", functions, MOST_FUNCTIONS),
        )
        if count > most
    ]


def _call(call: Call, kind: Kind, names: Names) -> Iterator[FormulaUseError]:
    """Yield the first mistake of a call."""
    wrong = _function(call, kind) or _count(call) or arguments(call, kind, names)
    if wrong is not None:
        yield wrong


def _function(call: Call, kind: Kind) -> FormulaUseError | None:
    name = call.function
    if name not in FUNCTIONS:
        near = difflib.get_close_matches(name, FUNCTIONS, n=1)
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


def _count(call: Call) -> FormulaUseError | None:
    function, count = FUNCTIONS[call.function], len(call.arguments)
    if function.fewest <= count <= function.most:
        return None
    fewest, most = function.fewest, function.most
    return FormulaUseError(
        f"{call.function}() has a wrong number of arguments",
        found=str(count),
        expected=str(fewest) if fewest == most else f"{fewest} to {most}",
    )
