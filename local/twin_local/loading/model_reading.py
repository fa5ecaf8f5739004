"""Read from AWS the UUIDs of models and of their properties, which CloudFormation cannot choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from twin.loading.errors import ModelMissingError
from twin_local.loading.account import Account
from twin_local.loading.conflicts import GONE, code_of

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise.type_defs import DescribeAssetModelResponseTypeDef

PAGE = 250


@dataclass(frozen=True)
class DeployedModel:
    """A model: its UUID, and those of its properties by external id or by path."""

    model_id: str
    properties: Mapping[str, str]

    @property
    def names(self) -> dict[str, str]:
        """Return what properties go by, by their UUIDs, which assets have from the model."""
        return {property_id: name for name, property_id in self.properties.items()}


def read_model(account: Account, external_id: str) -> DeployedModel:
    """Return a model by its external id.

    Raises:
        ModelMissingError: it is not deployed.
    """
    try:
        model = account.sitewise.describe_asset_model(assetModelId=f"externalId:{external_id}")
    except ClientError as error:
        if code_of(error) not in GONE:
            raise
        raise ModelMissingError(
            f"there is no asset model {external_id}",
            expected="the deployed stacks of the site",
            where="deploy the site, then load its instances",
        ) from error
    own = _own_properties(model)
    known = frozenset(own.values())
    parts = {
        path: property_id
        for path, property_id in _paths(account, model["assetModelId"]).items()
        if property_id not in known
    }
    return DeployedModel(model["assetModelId"], {**parts, **own})


def _own_properties(model: DescribeAssetModelResponseTypeDef) -> dict[str, str]:
    """Return the properties that the model itself defines, those of its alarms included.

    The properties of parts may show the external ids of their component, which are not unique here.
    """
    found = [
        *((one["id"], one.get("externalId")) for one in model["assetModelProperties"]),
        *(
            (one["id"], one.get("externalId"))
            for composite in model.get("assetModelCompositeModels", [])
            for one in composite["properties"]
        ),
    ]
    return {
        external_id: property_id
        for property_id, external_id in found
        if property_id and external_id
    }


def _paths(account: Account, model_id: str) -> dict[str, str]:
    """Return all properties by the names on the way to them, from below the model."""
    pages = account.sitewise.get_paginator("list_asset_model_properties").paginate(
        assetModelId=model_id, filter="ALL", PaginationConfig={"PageSize": PAGE}
    )
    return {
        "/".join(segment.get("name", "") for segment in one.get("path", [])[1:]): one["id"]
        for page in pages
        for one in page["assetModelPropertySummaries"]
        if "id" in one
    }
