"""Asset models, component models and interfaces: created, replaced, described, deleted, listed."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise import components, model_views, states, tags
from twin_local.services.iotsitewise.exceptions import (
    ConflictingOperationException,
    InvalidRequestException,
    PreconditionFailedException,
    ResourceAlreadyExistsException,
)
from twin_local.services.iotsitewise.model_changes import ModelChanges
from twin_local.services.iotsitewise.model_parts import all_properties, composites, hierarchies
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.pages import page
from twin_local.services.iotsitewise.references import identified
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.shapes import new_id
from twin_local.services.iotsitewise.store import Json

__all__ = ["AssetModels", "all_properties"]

ALL_TYPES = ("ASSET_MODEL", "COMPONENT_MODEL", "INTERFACE")


class AssetModels:
    """The operations on whole models."""

    def __init__(self, registry: Registry, changes: ModelChanges) -> None:
        self._registry, self._changes = registry, changes

    def operations(self) -> Operations:
        """Return the operations on whole models."""
        return {
            "CreateAssetModel": self.create,
            "UpdateAssetModel": self.update,
            "DescribeAssetModel": self.describe,
            "DeleteAssetModel": self.delete,
            "ListAssetModels": self._list,
            "ListAssetModelProperties": self._list_properties,
        }

    def create(self, request: Json) -> Json:
        """Make a model; its formulas may name properties of the same model and of child models."""
        name = request["asset_model_name"]
        tags.check(request.get("tags", {}))
        self._refuse_taken_name(name, except_id=None)
        model_id = new_id(request.get("asset_model_id"))
        external = request.get("asset_model_external_id")
        self._registry.refuse_taken("asset-model", model_id, external)
        now = self._registry.now()
        arn = self._registry.arn("asset-model", model_id)
        model: Json = {
            "assetModelId": model_id,
            "assetModelArn": arn,
            "assetModelName": name,
            "assetModelType": request.get("asset_model_type", "ASSET_MODEL"),
            "assetModelDescription": request.get("asset_model_description", ""),
            "assetModelCreationDate": now,
            "assetModelLastUpdateDate": now,
            "assetModelVersion": "1",
            **({"assetModelExternalId": external} if external else {}),
            "tags": request.get("tags", {}),
        }
        status = self._changes.create({**model, **_definition(request, before=None)})
        return {"assetModelId": model_id, "assetModelArn": arn, "assetModelStatus": status}

    def update(self, request: Json) -> Json:
        """Replace a model's definition; properties left out lose their data.

        Custom composite models stay: they have operations of their own.
        """
        before = self._registry.ready_model(request["asset_model_id"], "FAILED")
        check_version(before, request, self._registry.now())
        self._refuse_taken_name(request["asset_model_name"], except_id=before["assetModelId"])
        external = self._external_id(before, request.get("asset_model_external_id"))
        after = {
            **before,
            "assetModelName": request["asset_model_name"],
            "assetModelDescription": request.get("asset_model_description", ""),
            **({"assetModelExternalId": external} if external else {}),
            **_definition(request, before=before),
        }
        status = self._changes.replace(before, after)
        return {"assetModelId": before["assetModelId"], "assetModelStatus": status}

    def describe(self, request: Json) -> Json:
        """Return a model as the API describes it."""
        model = self._registry.model(request["asset_model_id"])
        now = self._registry.now()
        return model_views.described(
            model_views.version(model, request.get("asset_model_version"), now),
            states.status(model, now),
            without_properties=bool(request.get("exclude_properties")),
        )

    def delete(self, request: Json) -> Json:
        """Remove a model that has no assets and that no other model uses."""
        model = self._registry.ready_model(request["asset_model_id"], "FAILED")
        model_id = model["assetModelId"]
        check_version(model, request, self._registry.now())
        if users := sorted(self._users(model_id)):
            raise ConflictingOperationException(
                f"the model {model['assetModelName']} is used by {', '.join(users)}",
                resource_id=model_id,
                resource_arn=model["assetModelArn"],
            )
        status = self._registry.begin("asset-model", model, ("DELETING",), outcome="gone")
        return {"assetModelId": model_id, "assetModelStatus": status}

    def _list(self, request: Json) -> Json:
        return page(self._summaries(request), request, "assetModelSummaries")

    def _summaries(self, request: Json) -> Iterator[Json]:
        """Yield the summaries by name; of all types, where none are given."""
        types = request.get("asset_model_types") or ALL_TYPES
        wanted, now = request.get("asset_model_version"), self._registry.now()
        for model in sorted(self._registry.models.values(), key=lambda one: one["assetModelName"]):
            is_there = wanted != "ACTIVE" or not model.get("neverActive")
            if model["assetModelType"] in types and is_there:
                shown = model_views.version(model, wanted, now)
                yield model_views.summary(shown, states.status(model, now))

    def _list_properties(self, request: Json) -> Json:
        model = self._registry.model(request["asset_model_id"])
        shown = model_views.version(model, request.get("asset_model_version"), self._registry.now())
        everything = request.get("filter") == "ALL"
        summaries = model_views.property_summaries(shown, everything=everything)
        return page(summaries, request, "assetModelPropertySummaries")

    def _users(self, model_id: str) -> Iterator[str]:
        for asset in self._registry.assets.values():
            if asset["assetModelId"] == model_id:
                yield asset["assetName"]
        for other in self._registry.models.values():
            children = [child["childAssetModelId"] for child in hierarchies(other)]
            if model_id in children or model_id in other.get("interfaces", {}):
                yield other["assetModelName"]
        for other in components.users(self._registry.models, model_id):
            yield other["assetModelName"]

    def _external_id(self, before: Json, given: str | None) -> str | None:
        there: str | None = before.get("assetModelExternalId")
        if given and there and given != there:
            raise InvalidRequestException("the external id of a model cannot be changed")
        if given and not there:
            self._registry.refuse_taken_external_id("asset-model", given)
        return given or there

    def _refuse_taken_name(self, name: str, *, except_id: str | None) -> None:
        for model in self._registry.models.values():
            if model["assetModelName"] == name and model["assetModelId"] != except_id:
                raise ResourceAlreadyExistsException(
                    f"an asset model named {name} exists",
                    resource_id=model["assetModelId"],
                    resource_arn=model["assetModelArn"],
                )


def check_version(model: Json, request: Json, now: float) -> None:
    """Check what a writer expects of the version it has read.

    https://docs.aws.amazon.com/iot-sitewise/latest/userguide/opt-locking-for-model.html

    Raises:
        PreconditionFailedException: the model is another, or has an active version.
    """
    is_active = not model.get("neverActive")
    expected, wanted = request.get("if_match"), request.get("match_for_version_type")
    if expected is not None:
        there = is_active or wanted != "ACTIVE"
        if not there or model_views.etag(model_views.version(model, wanted, now)) != expected:
            raise _changed(model, "the asset model has changed since it was read")
    if request.get("if_none_match") and wanted == "ACTIVE" and is_active:
        raise _changed(model, "the asset model has an active version")


def _changed(model: Json, message: str) -> PreconditionFailedException:
    return PreconditionFailedException(
        message, resource_id=model["assetModelId"], resource_arn=model["assetModelArn"]
    )


def _definition(request: Json, *, before: Json | None) -> Json:
    old = before or {
        "assetModelProperties": [],
        "assetModelHierarchies": [],
        "assetModelCompositeModels": [],
    }
    given = request.get("asset_model_composite_models", [])
    if any(one["type"] == components.CUSTOM for one in given):
        raise InvalidRequestException(
            "custom composite models are made with CreateAssetModelCompositeModel"
        )
    alarms = list(identified(given, old["assetModelCompositeModels"]))
    inner = {one["id"]: one["properties"] for one in composites(old)}
    for one in alarms:
        one["properties"] = list(identified(one.get("properties", []), inner.get(one["id"], [])))
    return {
        "assetModelProperties": list(
            identified(request.get("asset_model_properties", []), old["assetModelProperties"])
        ),
        "assetModelHierarchies": list(
            identified(request.get("asset_model_hierarchies", []), old["assetModelHierarchies"])
        ),
        "assetModelCompositeModels": alarms,
    }
