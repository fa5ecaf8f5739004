"""Hierarchy definitions between models: no circles, and no deeper than the quotas allow."""

from __future__ import annotations

from collections.abc import Callable

from twin_local.services.iotsitewise import quotas
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.model_parts import hierarchies
from twin_local.services.iotsitewise.store import Json

ModelOf = Callable[[str], Json]


def resolve_children(model: Json, model_of: ModelOf) -> None:
    """Put the ids of the child models where external ids may stand.

    Raises:
        InvalidRequestException: a child is no asset model, or the model itself cannot have any.
        ResourceNotFoundException: there is no such model.
    """
    if hierarchies(model) and model["assetModelType"] == "COMPONENT_MODEL":
        raise InvalidRequestException("a component model has no hierarchies")
    for hierarchy in hierarchies(model):
        if hierarchy["childAssetModelId"] == model["assetModelId"]:
            raise InvalidRequestException(f"{hierarchy['name']}: a model is not its own child")
        child = model_of(hierarchy["childAssetModelId"])
        if child["assetModelType"] == "COMPONENT_MODEL":
            raise InvalidRequestException(f"{hierarchy['name']}: a component has no assets")
        hierarchy["childAssetModelId"] = child["assetModelId"]


def check_hierarchies(model: Json, models: dict[str, Json]) -> None:
    """Check the tree that a model is in, were it as given.

    Raises:
        InvalidRequestException: a model would be above itself.
        LimitExceededException: a quota is reached.
    """
    quotas.check("hierarchies_per_model", len(hierarchies(model)))
    tree = {**models, model["assetModelId"]: model}
    below = _below(model["assetModelId"], tree, ())
    above = _above(model["assetModelId"], tree)
    quotas.check("hierarchy_depth", below + above - 1)
    quotas.check("models_per_tree", len(_together(model["assetModelId"], tree)))
    for child in _children(model):
        quotas.check("parent_models_per_model", len(_parents(child, tree)))


def _children(model: Json) -> list[str]:
    return [one["childAssetModelId"] for one in hierarchies(model)]


def _parents(model_id: str, tree: dict[str, Json]) -> list[str]:
    return [key for key, one in tree.items() if model_id in _children(one)]


def _below(model_id: str, tree: dict[str, Json], above: tuple[str, ...]) -> int:
    if model_id in above:
        names = [tree[one]["assetModelName"] for one in (*above, model_id)]
        raise InvalidRequestException(f"circular hierarchy: {' → '.join(names)}")
    depths = [_below(child, tree, (*above, model_id)) for child in _children(tree[model_id])]
    return 1 + max(depths, default=0)


def _above(model_id: str, tree: dict[str, Json]) -> int:
    return 1 + max((_above(one, tree) for one in _parents(model_id, tree)), default=0)


def _together(model_id: str, tree: dict[str, Json]) -> set[str]:
    found, waiting = {model_id}, [model_id]
    while waiting:
        one = waiting.pop()
        near = {*_children(tree[one]), *_parents(one, tree)} - found
        found |= near
        waiting += near
    return found
