"""Interfaces that asset models implement: which of their properties stand for the interface's.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_PutAssetModelInterfaceRelationship.html
"""

from __future__ import annotations

import copy

from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.model_changes import ModelChanges
from twin_local.services.iotsitewise.model_parts import formula_of, hierarchies
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.pages import page
from twin_local.services.iotsitewise.references import find, found
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.shapes import new_id
from twin_local.services.iotsitewise.store import Json

KEPT = ("name", "dataType", "dataTypeSpec", "unit", "type")


class Interfaces:
    """The operations on the relationships of models and interfaces."""

    def __init__(self, registry: Registry, changes: ModelChanges) -> None:
        self._registry, self._changes = registry, changes

    def operations(self) -> Operations:
        """Return the operations on interfaces."""
        return {
            "PutAssetModelInterfaceRelationship": self.put,
            "DescribeAssetModelInterfaceRelationship": self.describe,
            "DeleteAssetModelInterfaceRelationship": self.delete,
            "ListInterfaceRelationships": self._list,
        }

    def put(self, request: Json) -> Json:
        """Apply an interface to a model: map its properties, and make those that are missing."""
        model = self._registry.ready_model(request["asset_model_id"])
        interface = self._interface(request["interface_asset_model_id"])
        if model["assetModelType"] != "ASSET_MODEL":
            raise InvalidRequestException(f"{model['assetModelName']} is no ASSET_MODEL")
        mapping = _Mapping(model, interface, request["property_mapping_configuration"])
        applied = {
            **model.get("interfaces", {}),
            interface["assetModelId"]: {
                "propertyMappings": mapping.properties(),
                "hierarchyMappings": mapping.hierarchies(),
            },
        }
        own = [*model["assetModelProperties"], *mapping.made]
        changed = {**model, "assetModelProperties": own, "interfaces": applied}
        return self._answer(model, interface, self._changes.replace(model, changed))

    def describe(self, request: Json) -> Json:
        """Return how a model's properties stand for an interface's."""
        model = self._registry.model(request["asset_model_id"])
        interface = self._interface(request["interface_asset_model_id"])
        return {
            "assetModelId": model["assetModelId"],
            "interfaceAssetModelId": interface["assetModelId"],
            **_applied(model, interface),
        }

    def delete(self, request: Json) -> Json:
        """Take an interface from a model, whose properties stay."""
        model = self._registry.ready_model(request["asset_model_id"])
        interface = self._interface(request["interface_asset_model_id"])
        _applied(model, interface)
        rest = {
            key: one for key, one in model["interfaces"].items() if key != interface["assetModelId"]
        }
        status = self._changes.replace(model, {**model, "interfaces": rest})
        return self._answer(model, interface, status)

    def _list(self, request: Json) -> Json:
        interface = self._interface(request["interface_asset_model_id"])
        users = (
            {"id": key}
            for key, one in list(self._registry.models.items())
            if interface["assetModelId"] in one.get("interfaces", {})
        )
        return page(users, request, "interfaceRelationshipSummaries")

    def _interface(self, reference: str) -> Json:
        interface = self._registry.model(reference)
        if interface["assetModelType"] != "INTERFACE":
            raise InvalidRequestException(f"{interface['assetModelName']} is no INTERFACE")
        return interface

    def _answer(self, model: Json, interface: Json, status: Json) -> Json:
        return {
            "assetModelId": model["assetModelId"],
            "interfaceAssetModelId": interface["assetModelId"],
            "assetModelArn": model["assetModelArn"],
            "assetModelStatus": status,
        }


class _Mapping:
    """Finds the property and the hierarchy of a model that stand for each of an interface's."""

    def __init__(self, model: Json, interface: Json, rules: Json) -> None:
        self._model, self._interface, self._rules = model, interface, rules
        self.made: list[Json] = []

    def properties(self) -> list[Json]:
        overrides = self._overrides()
        asked = self._interface["assetModelProperties"]
        ids = {one["id"]: self._counterpart(one, overrides)["id"] for one in asked}
        for one in self.made:
            for variable in (formula_of(one) or {}).get("variables", []):
                variable["value"]["propertyId"] = ids[variable["value"]["propertyId"]]
        return [
            {"assetModelPropertyId": own, "interfaceAssetModelPropertyId": key}
            for key, own in ids.items()
        ]

    def hierarchies(self) -> list[Json]:
        """Map hierarchies by name."""
        mappings = []
        for one in hierarchies(self._interface):
            same = find(hierarchies(self._model), one["name"], by_name=True)
            if same is None:
                raise InvalidRequestException(f"the model has no hierarchy {one['name']}")
            mappings.append(
                {"assetModelHierarchyId": same["id"], "interfaceAssetModelHierarchyId": one["id"]}
            )
        return mappings

    def _overrides(self) -> dict[str, Json]:
        own, asked = self._model["assetModelProperties"], self._interface["assetModelProperties"]
        return {
            found(asked, one["interfaceAssetModelPropertyId"], "property of the interface")[
                "id"
            ]: found(own, one["assetModelPropertyId"], "property of the model")
            for one in self._rules.get("overrides", [])
        }

    def _counterpart(self, asked: Json, overrides: dict[str, Json]) -> Json:
        own = overrides.get(asked["id"])
        if own is None and self._rules.get("matchByPropertyName"):
            own = find(self._model["assetModelProperties"], asked["name"], by_name=True)
        if own is None and self._rules.get("createMissingProperty"):
            own = _copied(asked)
            self.made.append(own)
        if own is None:
            raise InvalidRequestException(f"the model has no property for {asked['name']}")
        if (own["dataType"], set(own["type"])) != (asked["dataType"], set(asked["type"])):
            raise InvalidRequestException(
                f"{own['name']} has another type than the interface's {asked['name']}"
            )
        return own


def _copied(asked: Json) -> Json:
    """Return a new property of a model like an interface's."""
    made = {key: copy.deepcopy(asked[key]) for key in KEPT if key in asked}
    return {**made, "id": new_id(None)}


def _applied(model: Json, interface: Json) -> Json:
    applied: Json | None = model.get("interfaces", {}).get(interface["assetModelId"])
    if applied is None:
        raise ResourceNotFoundException(
            f"{model['assetModelName']} does not implement {interface['assetModelName']}"
        )
    return applied
