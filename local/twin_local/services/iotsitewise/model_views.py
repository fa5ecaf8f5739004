"""Models and their composite models as the API shows them."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise import states
from twin_local.services.iotsitewise.exceptions import ResourceNotFoundException
from twin_local.services.iotsitewise.model_parts import (
    customs,
    path,
    root_of,
    with_owner,
)
from twin_local.services.iotsitewise.shapes import entity_tag
from twin_local.services.iotsitewise.store import Json

DESCRIBED = (
    "assetModelId",
    "assetModelArn",
    "assetModelName",
    "assetModelType",
    "assetModelDescription",
    "assetModelCreationDate",
    "assetModelLastUpdateDate",
    "assetModelVersion",
    "assetModelHierarchies",
    "assetModelExternalId",
)
UNTAGGED = ("tags", "transition", "failure", "neverActive", "assetModelLastUpdateDate")
"""What an entity tag does not depend on."""


def version(model: Json, wanted: str | None, now: float) -> Json:
    """Return the LATEST (default) or the ACTIVE definition of a model.

    Raises:
        ResourceNotFoundException: it has never been active.
    """
    if wanted == "ACTIVE":
        if model.get("neverActive"):
            raise ResourceNotFoundException(
                f"{model['assetModelName']} is {states.state(model, now)}: no version is active"
            )
        return model
    latest: Json = model.get("transition", {}).get("definition") or model
    return latest


def etag(model: Json) -> str:
    """Return the entity tag of one version of a model."""
    return entity_tag({key: value for key, value in model.items() if key not in UNTAGGED})


def described(model: Json, status: Json, *, without_properties: bool) -> Json:
    """Return a model as DescribeAssetModel does."""
    root = root_of(model)
    shown: Json = {key: model[key] for key in DESCRIBED if model.get(key) is not None}
    own = [] if without_properties else model["assetModelProperties"]
    interfaces = [{"id": key} for key in model.get("interfaces", {})]
    return {
        **shown,
        "assetModelProperties": [{**one, "path": path(root, model, None, one)} for one in own],
        "assetModelCompositeModels": [
            {**one, "properties": [] if without_properties else properties_of(model, one)}
            for one in model["assetModelCompositeModels"]
        ],
        "assetModelCompositeModelSummaries": list(composite_summaries(model, None)),
        "assetModelStatus": status,
        "eTag": etag(model),
        **({"interfaceDetails": interfaces} if interfaces else {}),
    }


def summary(model: Json, status: Json) -> Json:
    """Return a model as ListAssetModels does."""
    shown: Json = {
        "id": model["assetModelId"],
        "arn": model["assetModelArn"],
        "name": model["assetModelName"],
        "assetModelType": model["assetModelType"],
        "description": model["assetModelDescription"],
        "creationDate": model["assetModelCreationDate"],
        "lastUpdateDate": model["assetModelLastUpdateDate"],
        "status": status,
        "version": model["assetModelVersion"],
    }
    external = model.get("assetModelExternalId")
    return {**shown, **({"externalId": external} if external else {})}


def property_summaries(model: Json, *, everything: bool) -> Iterator[Json]:
    """Yield properties as ListAssetModelProperties does."""
    keys = ("id", "externalId", "name", "dataType", "dataTypeSpec", "unit", "type")
    root = root_of(model)
    for one, composite in with_owner(model):
        if composite is not None and not everything:
            continue
        shown: Json = {key: one[key] for key in keys if one.get(key)}
        shown["path"] = path(root, model, composite, one)
        if composite is not None:
            shown["assetModelCompositeModelId"] = composite["id"]
        if interfaces := list(_interfaces(model, one["id"])):
            shown["interfaceSummaries"] = interfaces
        yield shown


def properties_of(model: Json, composite: Json) -> list[Json]:
    """Return the properties of a composite model, each with its path."""
    root = root_of(model)
    return [{**one, "path": path(root, model, composite, one)} for one in composite["properties"]]


def composite_summaries(
    model: Json, parent: str | None, *, everything: bool = False
) -> Iterator[Json]:
    """Yield the custom composite models within another, directly within the model, or all."""
    for one in customs(model):
        if everything or one.get("parentId") == parent:
            yield composite_summary(root_of(model), model, one)


def composite_summary(root: Json, model: Json, composite: Json) -> Json:
    """Return a composite model in short."""
    external = composite.get("externalId")
    return {
        "id": composite["id"],
        "name": composite["name"],
        "type": composite["type"],
        "description": composite.get("description", ""),
        "path": path(root, model, composite),
        **({"externalId": external} if external else {}),
    }


def _interfaces(model: Json, property_id: str) -> Iterator[Json]:
    for key, interface in model.get("interfaces", {}).items():
        for one in interface["propertyMappings"]:
            if one["assetModelPropertyId"] == property_id:
                yield {
                    "interfaceAssetModelId": key,
                    "interfaceAssetModelPropertyId": one["interfaceAssetModelPropertyId"],
                }
