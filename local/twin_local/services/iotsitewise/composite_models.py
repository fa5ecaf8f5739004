"""Custom composite models of a model: inline, or made of a component model.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/custom-composite-models.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from twin_local.services.iotsitewise import components, model_views
from twin_local.services.iotsitewise.asset_models import check_version
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.model_changes import ModelChanges
from twin_local.services.iotsitewise.model_parts import composites, customs, line, path, root_of
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.pages import page
from twin_local.services.iotsitewise.property_rules import ALARM
from twin_local.services.iotsitewise.references import found, identified
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.shapes import new_id
from twin_local.services.iotsitewise.store import Json

WHAT = "composite model"


class CompositeModels:
    """The operations on composite models."""

    def __init__(self, registry: Registry, changes: ModelChanges) -> None:
        self._registry, self._changes = registry, changes

    def operations(self) -> Operations:
        """Return the operations on composite models."""
        return {
            "CreateAssetModelCompositeModel": self.create,
            "UpdateAssetModelCompositeModel": self.update,
            "DeleteAssetModelCompositeModel": self.delete,
            "DescribeAssetModelCompositeModel": self.describe,
            "ListAssetModelCompositeModels": self._list,
            "ListCompositionRelationships": self._list_relationships,
        }

    def create(self, request: Json) -> Json:
        """Add a composite model with properties of its own, or with those of a component."""
        model = self._writable(request)
        composite = self._new(model, request)
        if composite["type"] == ALARM:
            alarms = [*model["assetModelCompositeModels"], composite]
            after = {**model, "assetModelCompositeModels": alarms}
        else:
            after = {**model, "customComposites": [*customs(model), composite]}
        status = self._changes.replace(model, after)
        return {
            "assetModelId": model["assetModelId"],
            "assetModelCompositeModelId": composite["id"],
            "assetModelCompositeModelPath": path(root_of(model), after, composite),
            "assetModelStatus": status,
        }

    def update(self, request: Json) -> Json:
        """Replace a composite model's name, description and own properties."""
        model = self._writable(request)
        before = _found(model, request)
        given = request.get("asset_model_composite_model_properties", [])
        if before.get("composedAssetModelId") and given:
            raise InvalidRequestException(
                f"{before['name']} has the properties of a component model"
            )
        (after,) = identified(
            [
                {
                    **before,
                    "name": request["asset_model_composite_model_name"],
                    "description": request.get("asset_model_composite_model_description", ""),
                    "externalId": request.get("asset_model_composite_model_external_id"),
                    "properties": list(identified(given, before["properties"])),
                }
            ],
            [before],
        )
        changed = _mapped(model, lambda one: [after if one is before else one])
        status = self._changes.replace(model, changed)
        return {
            "assetModelId": model["assetModelId"],
            "assetModelCompositeModelPath": path(root_of(model), changed, after),
            "assetModelStatus": status,
        }

    def delete(self, request: Json) -> Json:
        """Remove a composite model and those within it."""
        model = self._writable(request)
        gone = _found(model, request)
        rest = _mapped(model, lambda one: [] if gone in line(model, one) else [one])
        return {
            "assetModelId": model["assetModelId"],
            "assetModelStatus": self._changes.replace(model, rest),
        }

    def describe(self, request: Json) -> Json:
        """Return a composite model as the API describes it."""
        model = self._version(request)
        composite = found(composites(model), request["asset_model_composite_model_id"], WHAT)
        component, external = composite.get("composedAssetModelId"), composite.get("externalId")
        shown: Json = {
            "assetModelId": model["assetModelId"],
            "assetModelCompositeModelId": composite["id"],
            "assetModelCompositeModelPath": path(root_of(model), model, composite),
            "assetModelCompositeModelName": composite["name"],
            "assetModelCompositeModelDescription": composite.get("description", ""),
            "assetModelCompositeModelType": composite["type"],
            "assetModelCompositeModelProperties": model_views.properties_of(model, composite),
            "assetModelCompositeModelSummaries": list(
                model_views.composite_summaries(model, composite["id"])
            ),
        }
        if external:
            shown["assetModelCompositeModelExternalId"] = external
        if component:
            shown["compositionDetails"] = {"compositionRelationship": [{"id": component}]}
        return shown

    def _list(self, request: Json) -> Json:
        summaries = model_views.composite_summaries(self._version(request), None, everything=True)
        return page(summaries, request, "assetModelCompositeModelSummaries")

    def _list_relationships(self, request: Json) -> Json:
        component = self._registry.model(request["asset_model_id"])
        if component["assetModelType"] != "COMPONENT_MODEL":
            raise InvalidRequestException(f"{component['assetModelName']} is no component model")
        uses = self._uses(component["assetModelId"])
        return page(uses, request, "compositionRelationshipSummaries")

    def _uses(self, component_id: str) -> Iterator[Json]:
        for model in components.users(self._registry.models, component_id):
            for one in customs(model):
                if one.get("composedAssetModelId") == component_id:
                    yield {
                        "assetModelId": model["assetModelId"],
                        "assetModelCompositeModelId": one["id"],
                        "assetModelCompositeModelType": one["type"],
                    }

    def _new(self, model: Json, request: Json) -> Json:
        kind = request["asset_model_composite_model_type"]
        if kind not in (components.CUSTOM, ALARM):
            raise InvalidRequestException(f"the type is {components.CUSTOM} or {ALARM}, not {kind}")
        composed = self._component(request.get("composed_asset_model_id"))
        given = request.get("asset_model_composite_model_properties", [])
        if composed and given:
            raise InvalidRequestException("give properties or a component model, not both")
        parent = request.get("parent_asset_model_composite_model_id")
        if kind == ALARM and (composed or parent):
            raise InvalidRequestException("an alarm stands in the model and has its own properties")
        external = request.get("asset_model_composite_model_external_id")
        composite: Json = {
            "id": new_id(request.get("asset_model_composite_model_id")),
            "name": request["asset_model_composite_model_name"],
            "type": kind,
            "description": request.get("asset_model_composite_model_description", ""),
            "properties": list(identified(given, [])),
            **({"externalId": external} if external else {}),
            **({"composedAssetModelId": composed} if composed else {}),
        }
        if parent:
            composite["parentId"] = _own(found(customs(model), parent, WHAT))["id"]
        return composite

    def _component(self, reference: str | None) -> str | None:
        if reference is None:
            return None
        component = self._registry.ready_model(reference)
        if component["assetModelType"] != "COMPONENT_MODEL":
            raise InvalidRequestException(f"{component['assetModelName']} is no component model")
        found_id: str = component["assetModelId"]
        return found_id

    def _writable(self, request: Json) -> Json:
        model = self._registry.ready_model(request["asset_model_id"])
        check_version(model, request, self._registry.now())
        return model

    def _version(self, request: Json) -> Json:
        model = self._registry.model(request["asset_model_id"])
        wanted = request.get("asset_model_version")
        return model_views.version(model, wanted, self._registry.now())


def _found(model: Json, request: Json) -> Json:
    return _own(found(composites(model), request["asset_model_composite_model_id"], WHAT))


def _own(composite: Json) -> Json:
    """Return a composite model that the model has itself, not from a component."""
    if composite.get("within"):
        raise InvalidRequestException(f"{composite['name']} is a part of a component model")
    return composite


def _mapped(model: Json, kept: Callable[[Json], list[Json]]) -> Json:
    """Return a model with other composite models in place of each."""
    return {
        **model,
        "assetModelCompositeModels": [
            new for one in model["assetModelCompositeModels"] for new in kept(one)
        ],
        "customComposites": [new for one in customs(model) for new in kept(one)],
    }
