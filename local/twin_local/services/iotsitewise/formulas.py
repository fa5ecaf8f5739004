"""The formulas of a model: parsed, their variables bound to ids, their dependencies checked.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/formula-expressions.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from twin.errors import TwinError
from twin.formula import parse, variables
from twin.formula.rules import MOST_VARIABLES, Kind, mistakes
from twin.formula.windows import interval_seconds
from twin_local.services.iotsitewise import references
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.model_parts import (
    all_properties,
    composites,
    formula_of,
    hierarchies,
    line,
    with_owner,
)
from twin_local.services.iotsitewise.store import Json

ModelOf = Callable[[str], Json]


@dataclass(frozen=True)
class _Target:
    """What a variable stands for: a property of a model, and whether of child assets."""

    model: Json
    definition: Json
    hierarchy: Json | None


def bind(model: Json, model_of: ModelOf) -> None:
    """Check all formulas of a model and put ids where variables name things.

    Raises:
        InvalidRequestException: a formula is wrong, or a variable names nothing.
    """
    for definition, composite in with_owner(model):
        if formula_of(definition):
            _Binder(model, composite, definition, model_of).run()


class _Binder:
    """Binds one property's formula."""

    def __init__(
        self, model: Json, composite: Json | None, definition: Json, model_of: ModelOf
    ) -> None:
        self._model, self._composite, self._model_of = model, composite, model_of
        self._name = definition["name"]
        self._kind: Kind = "transform" if "transform" in definition["type"] else "metric"
        self._body: Json = definition["type"][self._kind]

    def run(self) -> None:
        self._body.setdefault("variables", [])
        targets = [self._bound(one["value"]) for one in self._body["variables"]]
        self._check_expression(targets)
        if self._kind == "transform":
            self._check_transform(targets)
        else:
            self._check_metric(targets)

    def _check_expression(self, targets: list[_Target]) -> None:
        expression = self._body.get("expression")
        if not expression:
            raise self._refusal("a formula has an expression")
        names = [one["name"] for one in self._body["variables"]]
        named = list(zip(names, targets, strict=True))
        try:
            formula = parse(expression)
            wrong = mistakes(
                expression,
                formula,
                self._kind,
                declared=names,
                of_children=[name for name, one in named if one.hierarchy],
                of_metrics=[name for name, one in named if "metric" in one.definition["type"]],
            )
        except TwinError as error:
            raise self._refusal(str(error)) from error
        if wrong:
            raise self._refusal("; ".join(str(one) for one in wrong))
        if missing := sorted(variables(formula, names) - set(names)):
            raise self._refusal(
                f"the expression uses {', '.join(missing)}, which no variable declares"
            )
        if len(names) > MOST_VARIABLES:
            raise self._refusal(f"more than {MOST_VARIABLES} variables")
        if len(set(names)) < len(names):
            raise self._refusal("a variable is declared more than once")

    def _check_transform(self, targets: list[_Target]) -> None:
        if any(one.hierarchy for one in targets):
            raise self._refusal("a transform has no inputs of child assets")
        if all("attribute" in one.definition["type"] for one in targets):
            raise self._refusal("a transform has an input that is no attribute")

    def _check_metric(self, targets: list[_Target]) -> None:
        interval = _interval(self._body)
        for one in targets:
            metric = one.definition["type"].get("metric")
            if metric and _interval(metric) != interval:
                raise self._refusal(f"{one.definition['name']} has another interval")

    def _bound(self, value: Json) -> _Target:
        hierarchy = self._hierarchy(value.get("hierarchyId"))
        model = self._model_of(hierarchy["childAssetModelId"]) if hierarchy else self._model
        if steps := value.get("propertyPath"):
            definition = _at(model, steps)
        else:
            definition = self._property(model, value.get("propertyId") or "")
        if definition is None:
            wanted = value.get("propertyId") or _spelled(value.get("propertyPath") or [])
            raise self._refusal(f"there is no property {wanted or 'without id and path'}")
        value["propertyId"] = definition["id"]
        if hierarchy:
            value["hierarchyId"] = hierarchy["id"]
        return _Target(model, definition, hierarchy)

    def _hierarchy(self, reference: str | None) -> Json | None:
        if not reference:
            return None
        hierarchy = references.find(hierarchies(self._model), reference, by_name=True)
        if hierarchy is None:
            raise self._refusal(f"there is no hierarchy {reference}")
        return hierarchy

    def _property(self, model: Json, reference: str) -> Json | None:
        """Find by name among siblings and the model's own; by id everywhere in the model."""
        near = self._composite["properties"] if self._composite and model is self._model else []
        for items in (near, model["assetModelProperties"]):
            if item := references.find(items, reference, by_name=True):
                return item
        return references.find(all_properties(model), reference)

    def _refusal(self, message: str) -> InvalidRequestException:
        return InvalidRequestException(f"{self._name}: {message}")


def inputs(definition: Json) -> Iterator[tuple[str | None, str]]:
    """Yield what a bound formula uses: the id of a hierarchy, if any, and that of a property."""
    for one in (formula_of(definition) or {}).get("variables", []):
        yield one["value"].get("hierarchyId"), one["value"]["propertyId"]


def _at(model: Json, steps: list[Json]) -> Json | None:
    """Return the property at the end of a path; the model itself may be the first step."""
    root = {"id": model["assetModelId"], "name": model["assetModelName"]}
    if len(steps) > 1 and _is(steps[0], root):
        steps = steps[1:]
    *outer, last = steps
    if not outer:
        return next((one for one in model["assetModelProperties"] if _is(last, one)), None)
    for composite in composites(model):
        above = line(model, composite)
        if len(above) == len(outer) and all(map(_is, outer, above)):
            return next((one for one in composite["properties"] if _is(last, one)), None)
    return None


def _is(step: Json, part: Json) -> bool:
    return all(step[key] == part[key] for key in ("id", "name") if step.get(key)) and bool(step)


def _spelled(steps: list[Json]) -> str:
    return "/".join(step.get("name") or step.get("id") or "" for step in steps)


def _interval(metric: Json) -> int:
    return interval_seconds(metric["window"]["tumbling"]["interval"])
