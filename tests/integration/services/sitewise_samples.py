"""Properties of SiteWise models that tests make models of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

Item = Any
"""A definition as boto3 takes it, whose typed dictionary is narrower than what tests try."""

ALARM: Item = {
    "name": "high",
    "type": "AWS/ALARM",
    "properties": [
        {
            "name": "AWS/ALARM_TYPE",
            "dataType": "STRING",
            "type": {"attribute": {"defaultValue": "EXTERNAL"}},
        },
        {
            "name": "AWS/ALARM_STATE",
            "dataType": "STRUCT",
            "dataTypeSpec": "AWS/ALARM_STATE",
            "type": {"measurement": {}},
        },
    ],
}


def measurement(name: str, data_type: str = "DOUBLE", **more: object) -> Item:
    return {"name": name, "dataType": data_type, "type": {"measurement": {}}, **more}


def attribute(name: str, default: str, data_type: str = "DOUBLE") -> Item:
    kind = {"attribute": {"defaultValue": default}}
    return {"name": name, "dataType": data_type, "type": kind}


def transform(name: str, expression: str, **inputs: object) -> Item:
    return _computed("transform", name, {"expression": expression}, inputs)


def metric(name: str, expression: str, interval: str = "5m", **inputs: object) -> Item:
    body = {"expression": expression, "window": {"tumbling": {"interval": interval}}}
    return _computed("metric", name, body, inputs)


def _computed(kind: str, name: str, body: dict[str, Item], inputs: dict[str, Item]) -> Item:
    variables = [
        {"name": key, "value": {"propertyId": of} if isinstance(of, str) else of}
        for key, of in inputs.items()
    ]
    return {
        "name": name,
        "dataType": "DOUBLE",
        "type": {kind: {**body, "variables": variables}},
    }


def make_model(client: IoTSiteWiseClient, name: str, *properties: Item, **more: Item) -> str:
    made = client.create_asset_model(
        assetModelName=name, assetModelProperties=list(properties), **more
    )
    return made["assetModelId"]


def make_asset(client: IoTSiteWiseClient, name: str, model: str, **more: Item) -> str:
    return client.create_asset(assetName=name, assetModelId=model, **more)["assetId"]


def ids_of(client: IoTSiteWiseClient, model: str) -> dict[str, str]:
    """Return the ids of a model's own properties by name."""
    found = client.describe_asset_model(assetModelId=model)["assetModelProperties"]
    return {one["name"]: one["id"] for one in found}
