"""Variables that stand for a property of all child assets of one type.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/metrics.html
"""

from __future__ import annotations

from twin.definition.checks.properties import Property
from twin.definition.checks.scope import Owner, Scope
from twin.definition.equipment import EquipmentType
from twin.definition.key_path import KeyPath
from twin.definition.properties import ChildVariable, Metric, Transform
from twin.formula import Node
from twin.formula.nodes import Call, Name, walk
from twin.formula.rules import AGGREGATIONS


def child_property(
    scope: Scope, owner: Owner, variable: ChildVariable, key: KeyPath
) -> Property | None:
    """Return the property of child assets that a variable stands for, None where it is wrong."""
    if not isinstance(owner.stated, EquipmentType):
        scope.report.add(
            "FORMULA_USE",
            key,
            "only assets have child assets",
            found=f"a variable of {variable.child}",
            expected="a property of its own; the metric of a type may use child assets",
        )
        return None
    types = scope.site.twin.types
    if variable.child not in types:
        if not scope.report.has(("twin", "types", variable.child)):
            scope.dangling((*key, "child"), "there is no such type", variable.child, types)
        return None
    found = scope.property_of(variable.child, variable.property, (*key, "property"))
    if found is not None and found.data_type == "string":
        scope.report.add(
            "BAD_SIGNAL",
            (*key, "property"),
            "texts of several assets cannot be aggregated",
            found=f"{found.name}: string",
            expected="a number or a boolean",
        )
        return None
    return found


def check_aggregated(scope: Scope, node: Node, formula: Transform | Metric, key: KeyPath) -> None:
    """Report a variable of child assets that stands for many values where one is needed."""
    of_children = {
        name for name, one in formula.variables.items() if isinstance(one, ChildVariable)
    }
    bare = of_children & _outside_of_aggregations(node)
    if isinstance(formula, Metric) and bare:
        scope.report.add(
            "FORMULA_USE",
            key,
            "a variable of child assets has many values",
            found=", ".join(sorted(bare)),
            expected=f"an aggregation over it, such as sum({min(bare)})",
        )


def _outside_of_aggregations(node: Node) -> set[str]:
    inside = [
        part
        for call in walk(node)
        if isinstance(call, Call) and call.function in AGGREGATIONS
        for argument in call.arguments
        for part in walk(argument)
    ]
    within = {id(part) for part in inside}
    return {part.name for part in walk(node) if isinstance(part, Name) and id(part) not in within}
