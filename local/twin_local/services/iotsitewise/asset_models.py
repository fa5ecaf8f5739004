"""Asset models: properties, hierarchies, alarm composites; formulas bound at creation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twin.errors import TwinError
from twin.formula import parse, variables
from twin.formula.evaluation import unsupported
from twin_local.services.iotsitewise.exceptions import (
    ConflictingOperationException,
    InvalidRequestException,
    PreconditionFailedException,
    ResourceAlreadyExistsException,
)
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.shapes import Json, entity_tag, new_id

MAXIMUM_VARIABLES = 10


class AssetModels:
    """Create, describe, update, delete and list asset models."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def create(self, request: Json) -> Json:
        """Make a model; its formulas may name properties of the same model and of child models."""
        name = request["asset_model_name"]
        self._refuse_taken_name(name, except_id=None)
        model_id = new_id(request.get("asset_model_id"))
        now = self._registry.now()
        model: Json = {
            "assetModelId": model_id,
            "assetModelArn": self._registry.arn("asset-model", model_id),
            "assetModelName": name,
            "assetModelType": request.get("asset_model_type", "ASSET_MODEL"),
            "assetModelDescription": request.get("asset_model_description", ""),
            "assetModelCreationDate": now,
            "assetModelVersion": "1",
            **_external(request.get("asset_model_external_id"), "assetModelExternalId"),
            "tags": request.get("tags", {}),
        }
        self._registry.refuse_taken_external_id("asset-model", model.get("assetModelExternalId"))
        return self._save(model, request, before=None)

    def update(self, request: Json) -> Json:
        """Replace a model's definition; properties left out lose their data."""
        before = self._registry.model(request["asset_model_id"])
        self._check_tag(before, request.get("if_match"))
        self._refuse_taken_name(request["asset_model_name"], except_id=before["assetModelId"])
        model = {
            **before,
            "assetModelName": request["asset_model_name"],
            "assetModelDescription": request.get("asset_model_description", ""),
            "assetModelVersion": str(int(before["assetModelVersion"]) + 1),
        }
        return self._save(model, request, before=before)

    def describe(self, request: Json) -> Json:
        """Return a model as the API describes it."""
        model = self._registry.model(request["asset_model_id"])
        return {**model, "assetModelStatus": {"state": "ACTIVE"}, "eTag": entity_tag(model)}

    def delete(self, request: Json) -> Json:
        """Remove a model that has no assets and is no other model's child."""
        model = self._registry.model(request["asset_model_id"])
        model_id = model["assetModelId"]
        self._check_tag(model, request.get("if_match"))
        users = [
            asset["assetName"]
            for asset in self._registry.assets.values()
            if asset["assetModelId"] == model_id
        ]
        parents = [
            other["assetModelName"]
            for other in self._registry.models.values()
            if any(child["childAssetModelId"] == model_id for child in _hierarchies(other))
        ]
        if users or parents:
            raise ConflictingOperationException(
                f"the model {model['assetModelName']} is used by {', '.join(users + parents)}",
                resource_id=model_id,
                resource_arn=model["assetModelArn"],
            )
        self._registry.remove_model(model_id)
        return {"assetModelStatus": {"state": "DELETING"}}

    def summaries(self, types: list[str] | None) -> Iterator[Json]:
        """Yield the summary of every model, by name."""
        for model in sorted(self._registry.models.values(), key=lambda one: one["assetModelName"]):
            if model["assetModelType"] in (types or ["ASSET_MODEL"]):
                yield {
                    "id": model["assetModelId"],
                    "arn": model["assetModelArn"],
                    "name": model["assetModelName"],
                    "assetModelType": model["assetModelType"],
                    "description": model["assetModelDescription"],
                    "creationDate": model["assetModelCreationDate"],
                    "lastUpdateDate": model["assetModelLastUpdateDate"],
                    "status": {"state": "ACTIVE"},
                    "version": model["assetModelVersion"],
                    **_external(model.get("assetModelExternalId"), "externalId"),
                }

    def _save(self, model: Json, request: Json, *, before: Json | None) -> Json:
        model["assetModelLastUpdateDate"] = self._registry.now()
        old = _ids_by_name(before)
        model["assetModelProperties"] = [
            _identified(item, old) for item in request.get("asset_model_properties", [])
        ]
        model["assetModelHierarchies"] = [
            _identified(item, old) for item in request.get("asset_model_hierarchies", [])
        ]
        model["assetModelCompositeModels"] = [
            _composite(item, old) for item in request.get("asset_model_composite_models", [])
        ]
        _refuse_duplicates(model)
        for hierarchy in model["assetModelHierarchies"]:
            child = self._registry.model(hierarchy["childAssetModelId"])
            hierarchy["childAssetModelId"] = child["assetModelId"]
        for one in model["assetModelProperties"]:
            self._bind(one, model)
        if before is not None:
            _refuse_changed_types(before, model)
        self._registry.save_model(model)
        return {
            "assetModelId": model["assetModelId"],
            "assetModelArn": model["assetModelArn"],
            "assetModelStatus": {"state": "CREATING" if before is None else "UPDATING"},
        }

    def _bind(self, definition: Json, model: Json) -> None:
        """Parse a formula and put ids where its variables name properties and hierarchies."""
        computed = definition["type"].get("transform") or definition["type"].get("metric")
        if not computed:
            return
        declared = {variable["name"] for variable in computed["variables"]}
        try:
            formula = parse(computed["expression"])
            used = variables(formula)
        except TwinError as error:
            raise InvalidRequestException(f"{definition['name']}: {error}") from error
        if strange := sorted(unsupported(formula)):
            raise InvalidRequestException(
                f"{definition['name']}: the embedded AWS does not evaluate {', '.join(strange)} yet"
            )
        if missing := sorted(used - declared):
            raise InvalidRequestException(
                f"{definition['name']}: the expression uses {', '.join(missing)}, which no "
                "variable declares"
            )
        if len(declared) > MAXIMUM_VARIABLES:
            raise InvalidRequestException(f"{definition['name']}: more than 10 variables")
        for variable in computed["variables"]:
            self._bind_variable(definition["name"], variable["value"], model)

    def _bind_variable(self, name: str, value: Json, model: Json) -> None:
        target = model
        if reference := value.get("hierarchyId"):
            hierarchy = _find(model["assetModelHierarchies"], reference)
            if hierarchy is None:
                raise InvalidRequestException(f"{name}: there is no hierarchy {reference}")
            value["hierarchyId"] = hierarchy["id"]
            target = self._registry.model(hierarchy["childAssetModelId"])
        found = _find(target["assetModelProperties"], value.get("propertyId", ""))
        if found is None:
            raise InvalidRequestException(f"{name}: there is no property {value.get('propertyId')}")
        value["propertyId"] = found["id"]

    def _refuse_taken_name(self, name: str, *, except_id: str | None) -> None:
        for model in self._registry.models.values():
            if model["assetModelName"] == name and model["assetModelId"] != except_id:
                raise ResourceAlreadyExistsException(
                    f"an asset model named {name} exists",
                    resource_id=model["assetModelId"],
                    resource_arn=model["assetModelArn"],
                )

    def _check_tag(self, model: Json, expected: str | None) -> None:
        if expected is not None and expected != entity_tag(model):
            raise PreconditionFailedException(
                "the asset model has changed since it was read",
                resource_id=model["assetModelId"],
                resource_arn=model["assetModelArn"],
            )


def all_properties(model: Json) -> Iterator[Json]:
    """Yield a model's own properties, then those of its composite models."""
    yield from model["assetModelProperties"]
    for composite in model["assetModelCompositeModels"]:
        yield from composite["properties"]


def _hierarchies(model: Json) -> list[Json]:
    hierarchies: list[Json] = model["assetModelHierarchies"]
    return hierarchies


def _external(value: Any, key: str) -> Json:  # noqa: ANN401 (as the request has it)
    return {key: value} if value else {}


def _identified(item: Json, old: dict[str, str]) -> Json:
    return {**item, "id": item.get("id") or old.get(item["name"]) or new_id(None)}


def _composite(item: Json, old: dict[str, str]) -> Json:
    name = item["name"]
    inner = {key.removeprefix(f"{name}\0"): value for key, value in old.items() if "\0" in key}
    properties = [_identified(one, inner) for one in item.get("properties", [])]
    return {**_identified(item, old), "properties": properties}


def _ids_by_name(model: Json | None) -> dict[str, str]:
    if model is None:
        return {}
    names: dict[str, str] = {}
    for part in ("assetModelProperties", "assetModelHierarchies", "assetModelCompositeModels"):
        for item in model[part]:
            names[item["name"]] = item["id"]
            for inner in item.get("properties", []):
                names[f"{item['name']}\0{inner['name']}"] = inner["id"]
    return names


def _find(items: list[Json], reference: str) -> Json | None:
    external = reference.removeprefix("externalId:") if ":" in reference else None
    for item in items:
        if reference in (item["id"], item["name"]) or (
            external is not None and item.get("externalId") == external
        ):
            return item
    return None


def _refuse_duplicates(model: Json) -> None:
    for part in ("assetModelProperties", "assetModelHierarchies", "assetModelCompositeModels"):
        names = [item["name"] for item in model[part]]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise InvalidRequestException(f"{part}: {', '.join(twice)} is there more than once")


def _refuse_changed_types(before: Json, after: Json) -> None:
    types = {one["id"]: one for one in all_properties(before)}
    for one in all_properties(after):
        old = types.get(one["id"])
        if old and (old["dataType"], set(old["type"])) != (one["dataType"], set(one["type"])):
            raise InvalidRequestException(
                f"{one['name']}: the type and data type of a property cannot change"
            )
