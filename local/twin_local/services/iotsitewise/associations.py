"""Associations: a child asset stands under a hierarchy of its parent asset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from twin_local.services.iotsitewise import quotas
from twin_local.services.iotsitewise.asset_tree import line_to_root, parent_of
from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.pages import page
from twin_local.services.iotsitewise.references import found
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.store import Json

Summaries = Callable[[Iterable[Json]], Iterator[Json]]


class Associations:
    """The operations that relate assets."""

    def __init__(self, registry: Registry, summaries: Summaries) -> None:
        self._registry, self._summaries = registry, summaries

    def operations(self) -> Operations:
        """Return the operations that relate assets."""
        return {
            "AssociateAssets": self.associate,
            "DisassociateAssets": self.disassociate,
            "ListAssociatedAssets": self._list,
            "ListAssetRelationships": self._list_relationships,
        }

    def associate(self, request: Json) -> Json:
        """Put a child asset, which has no parent yet, under a hierarchy of an asset."""
        asset, link = self._named(request)
        hierarchy = self._hierarchy(asset, link["hierarchyId"])
        child = self._registry.asset(link["assetId"])
        if child["assetModelId"] != hierarchy["childAssetModelId"]:
            raise InvalidRequestException(
                f"{child['assetName']} is not of the model that {hierarchy['name']} takes"
            )
        if link in asset["children"]:
            raise ResourceAlreadyExistsException(
                f"{child['assetName']} is associated there",
                resource_id=child["assetId"],
                resource_arn=child["assetArn"],
            )
        if parent := parent_of(self._registry, child["assetId"]):
            raise InvalidRequestException(
                f"{child['assetName']} has the parent {parent['assetName']}"
            )
        quotas.check("children_per_asset", len(asset["children"]) + 1)
        self._registry.save_asset({**asset, "children": [*asset["children"], link]})
        return {}

    def disassociate(self, request: Json) -> Json:
        """Take a child asset out of a hierarchy."""
        asset, link = self._named(request)
        if link not in asset["children"]:
            raise ResourceNotFoundException(f"{link['assetId']} is not associated there")
        rest = [one for one in asset["children"] if one != link]
        self._registry.save_asset({**asset, "children": rest})
        return {}

    def _list(self, request: Json) -> Json:
        asset = self._registry.asset(request["asset_id"])
        if request.get("traversal_direction") == "PARENT":
            parent = parent_of(self._registry, asset["assetId"])
            return page(self._summaries([parent] if parent else []), request, "assetSummaries")
        reference = request.get("hierarchy_id")
        hierarchy_id = self._hierarchy(asset, reference)["id"] if reference else None
        links = (one for one in asset["children"] if hierarchy_id in (None, one["hierarchyId"]))
        listed = page(links, request, "assetSummaries")
        children = (self._registry.asset(one["assetId"]) for one in listed["assetSummaries"])
        return {**listed, "assetSummaries": [*self._summaries(children)]}

    def _list_relationships(self, request: Json) -> Json:
        asset = self._registry.asset(request["asset_id"])
        relationships = (
            {
                "hierarchyInfo": {"parentAssetId": parent, "childAssetId": child},
                "relationshipType": "HIERARCHY",
            }
            for parent, child in line_to_root(self._registry, asset["assetId"])
        )
        return page(relationships, request, "assetRelationshipSummaries")

    def _named(self, request: Json) -> tuple[Json, Json]:
        asset = self._registry.ready_asset(request["asset_id"])
        child = self._registry.ready_asset(request["child_asset_id"])
        hierarchy = self._hierarchy(asset, request["hierarchy_id"])
        return asset, {"hierarchyId": hierarchy["id"], "assetId": child["assetId"]}

    def _hierarchy(self, asset: Json, reference: str) -> Json:
        model = self._registry.model(asset["assetModelId"])
        return found(model["assetModelHierarchies"], reference, "hierarchy")
