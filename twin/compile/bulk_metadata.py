"""A site's models and assets as the document of a SiteWise metadata transfer job.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/bulk-operations-schema.html;
`bulk_metadata_schema.json` states what is written here. Everything goes by external ids, so that a
job finds what CloudFormation made. Interfaces are no part of the schema; what models have by them
is in the models.
"""

from __future__ import annotations

import json
from typing import Any

from twin.compile.errors import BulkMetadataError
from twin.compile.sitewise_models import attribute_text, hierarchy_external_id
from twin.compile.sitewise_plan import (
    AlarmComposite,
    AssetModel,
    ModelProperty,
    ModelVariable,
    SiteWiseAsset,
    SiteWisePlan,
)

Json = dict[str, Any]


def bulk_metadata(plan: SiteWisePlan, *, with_asset_ids: bool = False) -> str:
    """Return the JSON document; `with_asset_ids` gives the assets the UUIDs of the plan.

    Raises:
        BulkMetadataError: an asset has parts. The schema names properties by id or external id, and
            one that a component model gives has no external id, and no id before it is made.
    """
    parts = sorted({part.name for model in plan.models for part in model.parts})
    if parts:
        raise BulkMetadataError(
            "a bulk job cannot name the properties of parts",
            found=", ".join(parts),
            expected="a site without components; the loader makes such assets one by one",
        )
    external = {model.type: model.external_id for model in plan.models}
    assets = {asset.id: asset for asset in plan.assets}
    document = {
        "assetModels": [_model(model, external) for model in plan.models],
        "assets": [_asset(one, external, assets, with_asset_ids) for one in plan.assets],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _model(model: AssetModel, external: dict[str, str]) -> Json:
    return {
        "assetModelExternalId": model.external_id,
        "assetModelName": model.name,
        "assetModelDescription": model.description,
        "assetModelType": model.model_type,
        "assetModelProperties": [_property(one) for one in model.properties],
        "assetModelCompositeModels": [_composite(one) for one in model.composites],
        "assetModelHierarchies": [
            {
                "externalId": one.external_id,
                "name": one.name,
                "childAssetModelExternalId": external[one.child_type],
            }
            for one in model.hierarchies
        ],
    }


def _composite(composite: AlarmComposite) -> Json:
    return {
        "externalId": composite.external_id,
        "name": composite.name,
        "type": composite.type,
        "description": composite.description,
        "properties": [_property(one) for one in composite.properties],
    }


def _property(item: ModelProperty) -> Json:
    given = {"unit": item.unit, "dataTypeSpec": item.data_type_spec}
    return {
        "externalId": item.external_id,
        "name": item.name,
        "dataType": item.data_type,
        "type": _type(item),
        **{key: value for key, value in given.items() if value is not None},
    }


def _type(item: ModelProperty) -> Json:
    if item.type_name == "Attribute":
        default = {} if item.default_value is None else {"defaultValue": item.default_value}
        return {"attribute": default}
    if item.type_name == "Measurement":
        return {"measurement": {}}
    formula = {
        "expression": item.expression,
        "variables": [{"name": one.name, "value": _value(one)} for one in item.variables],
    }
    if item.type_name == "Transform":
        return {"transform": formula}
    offset = {} if item.window_offset is None else {"offset": item.window_offset}
    tumbling = {"interval": item.window_interval, **offset}
    return {"metric": {**formula, "window": {"tumbling": tumbling}}}


def _value(variable: ModelVariable) -> Json:
    value = {"propertyExternalId": variable.property_logical_id}
    if variable.child_type is not None:
        value["hierarchyExternalId"] = hierarchy_external_id(variable.child_type)
    return value


def _asset(
    asset: SiteWiseAsset,
    external: dict[str, str],
    assets: dict[str, SiteWiseAsset],
    with_ids: bool,
) -> Json:
    values = {one.name: attribute_text(one.value) for one in asset.attribute_values}
    properties = []
    for one in asset.properties:
        given = {"unit": one.unit, "attributeValue": values.get(one.logical_id)}
        properties.append(
            {
                "externalId": one.external_id,
                "alias": one.alias,
                "propertyNotificationState": one.notification_state,
                **{key: value for key, value in given.items() if value is not None},
            }
        )
    return {
        **({"assetId": asset.uuid} if with_ids else {}),
        "assetExternalId": asset.external_id,
        "assetModelExternalId": external[asset.type],
        "assetName": asset.name,
        "assetDescription": asset.description,
        "assetProperties": properties,
        "assetHierarchies": [
            {
                "externalId": hierarchy_external_id(child.type),
                "childAssetExternalId": child.external_id,
            }
            for child in (assets[one.child] for one in asset.children)
        ],
    }
