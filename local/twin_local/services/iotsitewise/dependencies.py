"""How properties depend on one another: no circles, and no more than the quotas allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from twin_local.services.iotsitewise import quotas
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.formulas import inputs
from twin_local.services.iotsitewise.model_parts import all_properties, hierarchies
from twin_local.services.iotsitewise.store import Json

ModelOf = Callable[[str], Json]
Key = tuple[str, str]
"""A model's id and a property's id."""


def check_dependencies(model: Json, model_of: ModelOf) -> None:
    """Check the formulas of a model, bound, and of the child models that they use.

    Raises:
        InvalidRequestException: a formula depends on its own result.
        LimitExceededException: a quota of dependencies is reached.
    """
    graph = _Graph(model, model_of)
    used_by: defaultdict[Key, set[Key]] = defaultdict(set)
    for definition in all_properties(model):
        key = (model["assetModelId"], definition["id"])
        quotas.check("property_dependency_depth", graph.depth(key, ()))
        for source in graph.inputs(key):
            used_by[source].add(key)
    for source, users in used_by.items():
        quotas.check("direct_dependents_per_property", len(users))
        quotas.check("dependents_per_property", len(_all_above(source, used_by)))


class _Graph:
    """The inputs of properties, in a model and in the models of its children."""

    def __init__(self, model: Json, model_of: ModelOf) -> None:
        self._model, self._model_of = model, model_of
        self._depths: dict[Key, int] = {}

    def inputs(self, key: Key) -> list[Key]:
        model = self._of(key[0])
        definition = self._definition(key)
        children = {one["id"]: one["childAssetModelId"] for one in hierarchies(model)}
        return [
            (children[hierarchy] if hierarchy else key[0], source)
            for hierarchy, source in inputs(definition)
            if not hierarchy or hierarchy in children
        ]

    def depth(self, key: Key, above: tuple[Key, ...]) -> int:
        """Return the length of the longest chain of formulas below a property."""
        if key in above:
            circle = [self._definition(one)["name"] for one in above[above.index(key) :]]
            raise InvalidRequestException(f"circular reference: {' → '.join([*circle, circle[0]])}")
        if key not in self._depths:
            below = [self.depth(source, (*above, key)) for source in self.inputs(key)]
            self._depths[key] = 1 + max(below) if below else 0
        return self._depths[key]

    def _of(self, model_id: str) -> Json:
        is_this = model_id == self._model["assetModelId"]
        return self._model if is_this else self._model_of(model_id)

    def _definition(self, key: Key) -> Json:
        every = all_properties(self._of(key[0]))
        return next((one for one in every if one["id"] == key[1]), {"type": {}, "name": key[1]})


def _all_above(source: Key, used_by: dict[Key, set[Key]]) -> set[Key]:
    found: set[Key] = set()
    waiting = [source]
    while waiting:
        for user in used_by.get(waiting.pop(), ()):
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found
