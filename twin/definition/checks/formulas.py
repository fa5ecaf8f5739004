"""Formulas are what SiteWise accepts, use what exists, and add up in their units."""

from __future__ import annotations

from twin.definition.checks.children import check_aggregated, child_property
from twin.definition.checks.properties import Property
from twin.definition.checks.scope import Owner, Scope
from twin.definition.checks.units import known_unit
from twin.definition.key_path import KeyPath
from twin.definition.properties import ChildVariable, Metric, Transform
from twin.formula import FormulaError, Node, parse, variables
from twin.formula.quantities import check_units
from twin.formula.rules import mistakes
from twin.formula.windows import interval_seconds

Inputs = dict[str, Property]


def check(scope: Scope) -> None:
    """Check the transforms and metrics of every type, component and interface."""
    for owner in scope.owners.values():
        uses: dict[str, Inputs] = {}
        for item in owner.by_name.values():
            if item.formula is not None and item.is_stated:
                uses[item.name] = _check_formula(scope, owner, item, item.formula)
            elif item.formula is not None:
                uses[item.name] = _given(owner, item.formula)
        _check_cycles(scope, uses, owner)


def _given(owner: Owner, formula: Transform | Metric) -> Inputs:
    """Return what a formula of a part or an interface reads of the type, which has no mistakes."""
    try:
        used = variables(parse(formula.formula))
    except FormulaError:
        return {}
    names = {name: formula.variables.get(name, name) for name in sorted(used)}
    return {
        name: owner.by_name[source]
        for name, source in names.items()
        if isinstance(source, str) and source in owner.by_name
    }


def _check_formula(
    scope: Scope, owner: Owner, item: Property, formula: Transform | Metric
) -> Inputs:
    key = (*owner.key, *item.key)
    at = (*key, "formula")
    try:
        node = parse(formula.formula)
    except FormulaError as error:
        _report(scope, at, error)
        return {}
    inputs = _inputs(scope, owner, node, formula, key)
    found = mistakes(
        formula.formula,
        node,
        "metric" if isinstance(formula, Metric) else "transform",
        of_metrics=[name for name, one in inputs.items() if isinstance(one.formula, Metric)],
    )
    for mistake in found:
        _report(scope, at, mistake)
    if isinstance(formula, Metric):
        _check_window(scope, formula, inputs, key)
        check_aggregated(scope, node, formula, at)
    if len(inputs) < len(variables(node)):
        return _own(formula, inputs)
    if not isinstance(formula, Metric):
        _check_trigger(scope, inputs, at)
    if not found:
        _check_units(scope, node, item, inputs, at)
    return _own(formula, inputs)


def _own(formula: Transform | Metric, inputs: Inputs) -> Inputs:
    """Return the inputs that are no properties of child assets."""
    return {
        name: source
        for name, source in inputs.items()
        if not isinstance(formula.variables.get(name), ChildVariable)
    }


def _inputs(
    scope: Scope, owner: Owner, node: Node, formula: Transform | Metric, key: KeyPath
) -> Inputs:
    used = variables(node)
    for name in formula.variables:
        if name not in used:
            message = "the formula has no such variable"
            scope.dangling((*key, "variables", name), message, name, sorted(used))
    inputs = {}
    for name in sorted(used):
        at = (*key, "variables", name) if name in formula.variables else (*key, "formula")
        if name not in formula.variables and scope.report.has((*key, "variables", name)):
            continue  # reported at the variable
        variable = formula.variables.get(name, name)
        source = (
            child_property(scope, owner, variable, at)
            if isinstance(variable, ChildVariable)
            else scope.property_of(owner.name, variable, at)
        )
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


def _check_window(scope: Scope, metric: Metric, inputs: Inputs, key: KeyPath) -> None:
    try:
        seconds = interval_seconds(metric.window)
    except FormulaError as error:
        _report(scope, (*key, "window"), error)
        return
    for source in inputs.values():
        other = source.formula
        if isinstance(other, Metric) and _length(other) not in (seconds, None):
            scope.report.add(
                "FORMULA_USE",
                (*key, "window"),
                f"{source.name} has another window",
                found=f"{metric.window} ({seconds} s)",
                expected=f"{other.window}, or the same window in both",
            )


def _length(metric: Metric) -> int | None:
    try:
        return interval_seconds(metric.window)
    except FormulaError:
        return None  # reported where the metric is stated


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


def _check_cycles(scope: Scope, uses: dict[str, Inputs], owner: Owner) -> None:
    for start in uses:
        path = _path_back(start, uses)
        item = owner.by_name[start]
        if path and item.is_stated:
            scope.report.add(
                "FORMULA_CYCLE",
                (*owner.key, *item.key, "formula"),
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
