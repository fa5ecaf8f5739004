"""Everything that SiteWise has, read under a role, as component types and entities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.connectors import Clients
from twin_local.services.iottwinmaker.entities import ROOT
from twin_local.services.iottwinmaker.sitewise_copy import entity_of_asset, type_of_model

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


def read(clients: Clients, role: str) -> tuple[list[Json], list[Json]]:
    """Return the component types of all models, and the entities of all assets.

    Raises:
        botocore.exceptions.ClientError: the role may not read.
    """
    client = cast("IoTSiteWiseClient", clients("iotsitewise", role))
    models = list(_models(client))
    assets = [asset for model in models for asset in _assets(client, model)]
    children = {asset["assetId"]: _children(client, asset) for asset in assets}
    parents = {
        child: parent
        for parent, by_hierarchy in children.items()
        for found in by_hierarchy.values()
        for child in found
    }
    entities = [
        entity_of_asset(one, children[one["assetId"]], parents.get(one["assetId"], ROOT))
        for one in assets
    ]
    return [type_of_model(one) for one in models], entities


def _models(client: IoTSiteWiseClient) -> Iterator[Json]:
    for page in client.get_paginator("list_asset_models").paginate():
        for one in page["assetModelSummaries"]:
            yield cast("Json", client.describe_asset_model(assetModelId=one["id"]))


def _assets(client: IoTSiteWiseClient, model: Json) -> Iterator[Json]:
    if model.get("assetModelType", "ASSET_MODEL") != "ASSET_MODEL":
        return
    pages = client.get_paginator("list_assets").paginate(
        assetModelId=model["assetModelId"], filter="ALL"
    )
    for page in pages:
        for one in page["assetSummaries"]:
            yield cast("Json", client.describe_asset(assetId=one["id"]))


def _children(client: IoTSiteWiseClient, asset: Json) -> dict[str, list[str]]:
    return {
        hierarchy["id"]: [
            one["id"]
            for page in client.get_paginator("list_associated_assets").paginate(
                assetId=asset["assetId"], hierarchyId=hierarchy["id"]
            )
            for one in page["assetSummaries"]
        ]
        for hierarchy in asset.get("assetHierarchies", [])
    }
