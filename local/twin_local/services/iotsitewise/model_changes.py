"""How a model's definition is checked, replaced, and carried on to what depends on it."""

from __future__ import annotations

import copy

from twin_local.services.iotsitewise import components, quotas
from twin_local.services.iotsitewise.dependencies import check_dependencies
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.formulas import bind
from twin_local.services.iotsitewise.model_hierarchies import check_hierarchies, resolve_children
from twin_local.services.iotsitewise.model_parts import (
    all_properties,
    composites,
    customs,
    hierarchies,
)
from twin_local.services.iotsitewise.property_rules import ALARM, check_alarm, check_property
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.store import Json, Kind

PASSING = ("failure", "neverActive")
"""What of a model does not outlive its next good change."""


class ModelChanges:
    """Creates and replaces definitions; a dropped property loses its data."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        registry.on_finished.append(self._finished)

    def create(self, model: Json) -> Json:
        """Begin to make a model; return its status."""
        quotas.check("models", len(self._registry.models) + 1)
        model = self._checked(model, before=None)
        return self._registry.begin(
            "asset-model", {**model, "neverActive": True}, ("CREATING",), to=model
        )

    def replace(self, before: Json, after: Json) -> Json:
        """Begin to replace a model's definition; return its status."""
        version = str(int(before["assetModelVersion"]) + 1)
        kept = {key: value for key, value in after.items() if key not in ("failure", "neverActive")}
        after = self._checked(
            {
                **kept,
                "assetModelVersion": version,
                "assetModelLastUpdateDate": self._registry.now(),
            },
            before=before,
        )
        return self._registry.begin("asset-model", before, ("UPDATING", "PROPAGATING"), to=after)

    def _checked(self, model: Json, *, before: Json | None) -> Json:
        model = copy.deepcopy(model)
        components.refuse_circle(model, self._registry.model)
        model = components.rebuilt(model, self._registry.ready_model)
        _refuse_duplicates(model)
        resolve_children(model, self._registry.ready_model)
        check_hierarchies(model, self._registry.models)
        quotas.check("properties_per_model", len(list(all_properties(model))))
        for one in all_properties(model):
            check_property(one)
        for one in composites(model):
            if one["type"] == ALARM:
                check_alarm(one)
        bind(model, self._registry.model)
        check_dependencies(model, self._registry.model)
        if before is not None:
            _refuse_changed_types(before, model)
            _refuse_lost_mappings(model)
            self._check_dependents(model)
        return model

    def _check_dependents(self, model: Json) -> None:
        """Check the models that use a changed one, as they would be.

        Raises:
            ConflictingOperationException: one of them is under change.
            InvalidRequestException: a formula of one of them uses what is no more.
            LimitExceededException: one of them would reach a quota.
        """
        changed = {**self._carried(model), model["assetModelId"]: model}

        def model_of(reference: str) -> Json:
            known = self._registry.model(reference)
            return changed.get(known["assetModelId"], known)

        for one in [*changed.values(), *self._parents(changed)]:
            if one is not model:
                self._registry.ready_model(one["assetModelId"], "FAILED")
            quotas.check("properties_per_model", len(list(all_properties(one))))
            tried = copy.deepcopy(one)
            bind(tried, model_of)
            check_dependencies(tried, model_of)

    def _carried(self, model: Json) -> dict[str, Json]:
        """Return the definitions that follow from a changed one: of models made of it."""
        changed = {model["assetModelId"]: model}

        def model_of(reference: str) -> Json:
            return changed.get(reference) or self._registry.models[reference]

        waiting = [model["assetModelId"]]
        while waiting:
            for user in components.users(self._registry.models, waiting.pop(0)):
                key = user["assetModelId"]
                changed[key] = components.rebuilt(copy.deepcopy(user), model_of)
                waiting.append(key)
        del changed[model["assetModelId"]]
        return changed

    def _parents(self, changed: dict[str, Json]) -> list[Json]:
        return [
            one
            for key, one in self._registry.models.items()
            if key not in changed
            and any(child["childAssetModelId"] in changed for child in hierarchies(one))
        ]

    def _finished(self, kind: Kind, before: Json, after: Json | None) -> None:
        if kind != "asset-model" or after is None or after.get("failure"):
            return
        self._drop_values(before, after)
        for key, remade in self._carried(after).items():
            old = self._registry.models[key]
            version = str(int(old["assetModelVersion"]) + 1)
            self._registry.save_model({**remade, "assetModelVersion": version})
            self._drop_values(old, remade)

    def _drop_values(self, before: Json, after: Json) -> None:
        kept = {one["id"] for one in all_properties(after)}
        gone = [one["id"] for one in all_properties(before) if one["id"] not in kept]
        if not gone:
            return
        for asset in list(self._registry.assets.values()):
            if asset["assetModelId"] != after["assetModelId"]:
                continue
            for key in gone:
                self._registry.store.delete_series(f"{asset['assetId']}_{key}")
            settings = {key: one for key, one in asset["settings"].items() if key in kept}
            self._registry.save_asset({**asset, "settings": settings})


def _refuse_duplicates(model: Json) -> None:
    """Names are unique among siblings; ids and external ids in the whole model."""
    groups = [model["assetModelProperties"], hierarchies(model)]
    groups += [one["properties"] for one in composites(model)]
    levels: dict[str | None, list[Json]] = {None: list(model["assetModelCompositeModels"])}
    for one in customs(model):
        levels.setdefault(one.get("parentId"), []).append(one)
    for group in [*groups, *levels.values()]:
        _refuse_twice([one["name"] for one in group])
    parts = [*all_properties(model), *hierarchies(model), *composites(model)]
    _refuse_twice([one["id"] for one in parts])
    _refuse_twice([one["externalId"] for one in parts if one.get("externalId")])


def _refuse_twice(names: list[str]) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InvalidRequestException(f"{', '.join(twice)} is there more than once")


def _refuse_changed_types(before: Json, after: Json) -> None:
    types = {one["id"]: one for one in all_properties(before)}
    for one in all_properties(after):
        old = types.get(one["id"])
        if old and (old["dataType"], set(old["type"])) != (one["dataType"], set(one["type"])):
            raise InvalidRequestException(
                f"{one['name']}: the type and data type of a property cannot change"
            )


def _refuse_lost_mappings(model: Json) -> None:
    there = {one["id"] for one in [*all_properties(model), *hierarchies(model)]}
    for interface in model.get("interfaces", {}).values():
        mapped = [one["assetModelPropertyId"] for one in interface["propertyMappings"]]
        mapped += [one["assetModelHierarchyId"] for one in interface["hierarchyMappings"]]
        if lost := sorted(set(mapped) - there):
            raise InvalidRequestException(f"an interface of the model needs {', '.join(lost)}")
