"""For which windows a metric has to be computed, read from its formula.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-aggregation-functions.html
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-temporal-functions.html

Most formulas give a value only where an input has a point in the window. `count`, `statetime`,
`latest` and `earliest` give one for every window; the last three carry a point on into the windows
after its own, up to the next point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from twin.formula.functions.series import AGGREGATIONS, TEMPORAL
from twin.formula.nodes import Call, If, Logical, Name, Node, children, walk
from twin_local.services.iotsitewise.series import Series

INSIDE = frozenset({"first", "last"})
"""The temporal functions that look at the points of the window only."""
EVERY = (TEMPORAL - INSIDE) | {"count"}


def is_every(metric: Series, inputs: Mapping[str, Sequence[Series]]) -> bool:
    """Tell whether a metric may give a value for a window in which no input has a point."""
    names = {
        name
        for name, some in inputs.items()
        if not some or any(one.kind != "attribute" for one in some)
    }
    return not _needs_points(metric.formula, frozenset(names))


def carried(metric: Series) -> frozenset[str]:
    """Return the ids of the properties whose points a metric carries on into later windows."""
    names = set(_carried_names(metric.formula))
    return frozenset(one["value"]["propertyId"] for one in metric.variables if one["name"] in names)


def _needs_points(node: Node, names: frozenset[str]) -> bool:
    """Tell whether a formula has no value unless one of some variables has a point."""
    match node:
        case Name(name):
            return name in names
        case If(condition, _, _):
            return _needs_points(condition, names)
        case Logical(_, left, _):
            return _needs_points(left, names)
        case Call(function, _) if function in EVERY:
            return False
        case Call(function, arguments) if function in AGGREGATIONS:
            return all(_needs_points(one, names) for one in arguments)
    return any(_needs_points(one, names) for one in children(node))


def _carried_names(formula: Node) -> Iterator[str]:
    for one in walk(formula):
        if isinstance(one, Call) and one.function in TEMPORAL - INSIDE:
            yield from (inner.name for inner in walk(one) if isinstance(inner, Name))
