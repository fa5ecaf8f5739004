"""The product's own sites fit into what SiteWise accepts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.services.sitewise_samples import Item
from twin.compile.sitewise import AssetModel, ModelProperty, ModelVariable, compile_sitewise
from twin.definition import load_site

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

SITES = sorted((Path(__file__).resolve().parents[3] / "sites").glob("*.yaml"))


def defined(one: ModelProperty) -> Item:
    """Return a property as the API takes it, its variables by name."""
    body: Item = {}
    if one.default_value is not None:
        body["defaultValue"] = one.default_value
    if one.expression is not None:
        body["expression"] = one.expression
        body["variables"] = [{"name": each.name, "value": value_of(each)} for each in one.variables]
    if one.window_interval is not None:
        body["window"] = {"tumbling": {"interval": one.window_interval}}
    made = {"name": one.name, "dataType": one.data_type, "externalId": one.external_id}
    optional = {"unit": one.unit, "dataTypeSpec": one.data_type_spec}
    kind = {one.type_name.lower(): body}
    return {**made, **{key: value for key, value in optional.items() if value}, "type": kind}


def value_of(variable: ModelVariable) -> Item:
    hierarchy = {"hierarchyId": f"has {variable.child_type}"} if variable.child_type else {}
    return {"propertyId": variable.property_logical_id, **hierarchy}


def request_for(model: AssetModel) -> Item:
    return {
        "assetModelName": model.name,
        "assetModelExternalId": model.external_id,
        "assetModelProperties": [defined(one) for one in model.properties],
        "assetModelHierarchies": [
            {"name": one.name, "externalId": one.external_id, "childAssetModelId": one.child_type}
            for one in model.hierarchies
        ],
        "assetModelCompositeModels": [
            {
                "name": one.name,
                "externalId": one.external_id,
                "type": one.type,
                "properties": [defined(each) for each in one.properties],
            }
            for one in model.composites
        ],
    }


@pytest.mark.parametrize("site", SITES, ids=lambda path: path.stem)
def test_the_models_of_a_site_are_accepted(sitewise: IoTSiteWiseClient, site: Path) -> None:
    plan = compile_sitewise(load_site(site))
    ids: dict[str, str] = {}
    for model in plan.models:
        request = request_for(model)
        for one in request["assetModelHierarchies"]:
            one["childAssetModelId"] = ids[one["childAssetModelId"]]
        ids[model.type] = sitewise.create_asset_model(**request)["assetModelId"]
    for asset in plan.assets:
        sitewise.create_asset(
            assetName=asset.name,
            assetModelId=ids[asset.type],
            assetExternalId=asset.external_id,
        )
    assert len(ids) == len(plan.models) > 0
