"""Composite models that are made of a component model: its properties, with ids of their own.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/custom-composite-models.html

The id of a property of a component within a composite model is derived from both ids, so that it
stays the same when the component changes.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.model_parts import (
    all_properties,
    composites,
    customs,
    formula_of,
)
from twin_local.services.iotsitewise.references import derived_id
from twin_local.services.iotsitewise.store import Json

ModelOf = Callable[[str], Json]
CUSTOM = "CUSTOM"


def rebuilt(model: Json, model_of: ModelOf) -> Json:
    """Return a model whose composite models have what their components have now."""
    own = [one for one in customs(model) if not one.get("within")]
    made = [part for one in own for part in _made(one, model_of)]
    return {**model, "customComposites": made} if made or customs(model) else model


def refuse_circle(model: Json, model_of: ModelOf) -> None:
    """Refuse a component that would contain itself.

    Raises:
        InvalidRequestException: it would.
    """
    waiting = _components(model)
    while waiting:
        found = waiting.pop()
        if found == model["assetModelId"]:
            raise InvalidRequestException(f"{model['assetModelName']} would contain itself")
        waiting += _components(model_of(found))


def users(models: dict[str, Json], component_id: str) -> list[Json]:
    """Return the models that have a composite model made of a component."""
    return [one for one in models.values() if component_id in _components(one)]


def _components(model: Json) -> list[str]:
    return [
        one["composedAssetModelId"] for one in customs(model) if one.get("composedAssetModelId")
    ]


def _made(composite: Json, model_of: ModelOf) -> Iterator[Json]:
    component_id = composite.get("composedAssetModelId")
    if component_id is None:
        yield composite
        return
    component = model_of(component_id)
    ids = {one["id"]: derived_id(composite["id"], one["id"]) for one in all_properties(component)}
    own = component["assetModelProperties"]
    yield {**composite, "properties": [_derived(one, ids) for one in own]}
    for inner in composites(component):
        parent = inner.get("parentId")
        yield {
            "id": derived_id(composite["id"], inner["id"]),
            "name": inner["name"],
            "type": inner["type"],
            "description": inner.get("description", ""),
            "parentId": derived_id(composite["id"], parent) if parent else composite["id"],
            "within": composite["id"],
            "properties": [_derived(one, ids) for one in inner["properties"]],
        }


def _derived(definition: Json, ids: dict[str, str]) -> Json:
    """Return a component's property with its id, and those in its formula, derived."""
    made = copy.deepcopy(definition)
    made.pop("externalId", None)  # unique in a model, which may use a component twice
    made["id"] = ids[definition["id"]]
    for one in (formula_of(made) or {}).get("variables", []):
        one["value"].pop("propertyPath", None)
        one["value"]["propertyId"] = ids[one["value"]["propertyId"]]
    return made
