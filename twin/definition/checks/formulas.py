"""Formulas are what SiteWise accepts, use what exists, and add up in their units."""

from __future__ import annotations

from twin.definition.checks.properties import Property
from twin.definition.checks.scope import Scope
from twin.definition.checks.units import known_unit
from twin.definition.key_path import KeyPath
from twin.definition.properties import Metric, Transform
from twin.formula import FormulaError, Node, parse, variables
from twin.formula.quantities import check_units
from twin.formula.rules import mistakes
from twin.formula.windows import interval_seconds

Inputs = dict[str, Property]


def check(scope: Scope) -> None:
    """Check the transforms and metrics of every type."""
    for type_name, _, key in scope.types():
        uses: dict[str, Inputs] = {}
        for item in scope.properties[type_name].values():
            if item.formula is not None:
                uses[item.name] = _check_formula(scope, type_name, item, item.formula, key)
        _check_cycles(scope, uses, key)


def _check_formula(
    scope: Scope, type_name: str, item: Property, formula: Transform | Metric, type_key: KeyPath
) -> Inputs:
    key = (*type_key, *item.key)
    at = (*key, "formula")
    try:
        node = parse(formula.formula)
    except FormulaError as error:
        _report(scope, at, error)
        return {}
    inputs = _inputs(scope, type_name, node, formula, key)
    found = mistakes(
        formula.formula, node, "metric" if isinstance(formula, Metric) else "transform"
    )
    for mistake in found:
        _report(scope, at, mistake)
    if isinstance(formula, Metric):
        _check_window(scope, item, formula, inputs, key)
    if len(inputs) < len(variables(node)):
        return inputs
    if not isinstance(formula, Metric):
        _check_trigger(scope, inputs, at)
    if not found:
        _check_units(scope, node, item, inputs, at)
    return inputs


def _inputs(scope: Scope, type_name: str, node: Node, formula: Transform, key: KeyPath) -> Inputs:
    used = variables(node)
    for name in formula.variables:
        if name not in used:
            message = "the formula has no such variable"
            scope.dangling((*key, "variables", name), message, name, sorted(used))
    inputs = {}
    for name in sorted(used):
        at = (*key, "variables", name) if name in formula.variables else (*key, "formula")
        source = scope.property_of(type_name, formula.variables.get(name, name), at)
        if source is not None:
            inputs[name] = source
    return inputs


def _check_trigger(scope: Scope, inputs: Inputs, key: KeyPath) -> None:
    if all(source.kind == "attributes" for source in inputs.values()):
        scope.report.add(
            "FORMULA_USE",
            key,
            "nothing would ever trigger this transform",
            found=f"only attributes: {', '.join(inputs)}" if inputs else "no variable",
            expected="at least one variable that changes",
        )


def _check_window(
    scope: Scope, item: Property, metric: Metric, inputs: Inputs, key: KeyPath
) -> None:
    try:
        seconds = interval_seconds(metric.window)
    except FormulaError as error:
        _report(scope, (*key, "window"), error)
        return
    for source in inputs.values():
        other = source.formula
        if isinstance(other, Metric) and other.window != metric.window:
            scope.report.add(
                "FORMULA_USE",
                (*key, "window"),
                f"{source.name} has another window",
                found=f"{metric.window} ({seconds} s)",
                expected=f"{other.window}, or the same window in both",
            )


def _check_units(scope: Scope, node: Node, item: Property, inputs: Inputs, key: KeyPath) -> None:
    result = known_unit(item.unit)
    numbers = {name: source for name, source in inputs.items() if source.data_type != "string"}
    units = {name: known_unit(source.unit) for name, source in numbers.items()}
    known = {name: unit for name, unit in units.items() if unit is not None}
    if result is None or len(known) < len(units) or item.data_type == "string":
        return
    try:
        check_units(node, known, result)
    except FormulaError as error:
        _report(scope, key, error)


def _check_cycles(scope: Scope, uses: dict[str, Inputs], type_key: KeyPath) -> None:
    for start in uses:
        path = _path_back(start, uses)
        if path:
            item = scope.properties[str(type_key[-1])][start]
            scope.report.add(
                "FORMULA_CYCLE",
                (*type_key, *item.key, "formula"),
                "the formula depends on its own result",
                found=" → ".join(path),
                expected="formulas that end at measurements and attributes",
            )


def _path_back(start: str, uses: dict[str, Inputs]) -> list[str]:
    """Return the way from a formula back to itself, empty where there is none."""
    waiting, seen = [[start]], {start}
    while waiting:
        path = waiting.pop(0)
        for source in uses.get(path[-1], {}).values():
            if source.name == start:
                return [*path, start]
            if source.name not in seen:
                seen.add(source.name)
                waiting.append([*path, source.name])
    return []


def _report(scope: Scope, key: KeyPath, error: FormulaError) -> None:
    scope.report.add(error.code, key, error.message, found=error.found, expected=error.expected)
