"""Properties that an asset has by a part: they have no external id, and go by their path."""

from __future__ import annotations

from tests.integration.loading.plants import SITE, asset_id
from twin.loading.assets import Settings, WantedAsset
from twin.loading.wanted import WantedSite
from twin_local.loading.account import Account
from twin_local.loading.loader import Loader
from twin_local.loading.model_reading import read_model

MODEL = "mill.type.fan"


def deploy_fan(account: Account) -> None:
    """Make a model with an own property and two parts of the same component."""
    sitewise = account.sitewise
    bearing = sitewise.create_asset_model(
        assetModelName="mill bearing",
        assetModelExternalId="mill.component.bearing",
        assetModelType="COMPONENT_MODEL",
        assetModelProperties=[
            {
                "name": "temperature",
                "externalId": "temperature",
                "dataType": "DOUBLE",
                "unit": "°C",
                "type": {"measurement": {}},
            }
        ],
    )["assetModelId"]
    fan = sitewise.create_asset_model(
        assetModelName="mill fan",
        assetModelExternalId=MODEL,
        assetModelProperties=[
            {
                "name": "temperature",
                "externalId": "temperature",
                "dataType": "DOUBLE",
                "unit": "°C",
                "type": {"measurement": {}},
            }
        ],
    )["assetModelId"]
    for part in ("drive_end", "free_end"):
        sitewise.create_asset_model_composite_model(
            assetModelId=fan,
            assetModelCompositeModelName=part,
            assetModelCompositeModelType="CUSTOM",
            composedAssetModelId=bearing,
        )


def test_properties_of_parts_have_their_aliases(account: Account) -> None:
    deploy_fan(account)
    settings = {
        key: Settings(f"/mill/F-1/{key.replace('/', '_')}", "ENABLED", "°C")
        for key in ("temperature", "drive_end/temperature", "free_end/temperature")
    }
    fan = WantedAsset(
        asset_id("F-1"), f"{SITE}.F-1", MODEL, f"{SITE} F-1", "Fan", settings=settings
    )
    site = WantedSite(SITE, (MODEL,), (fan,), is_loaded=True)
    assert Loader(account, site).load().counts == {"CreateAsset": 1, "UpdateProperty": 3}
    assert Loader(account, site).load().counts == {}
    properties = read_model(account, MODEL).properties
    assert len(set(properties.values())) == 3
    shown = account.sitewise.list_asset_properties(assetId=asset_id("F-1"), filter="ALL")
    assert {one["id"]: one["alias"] for one in shown["assetPropertySummaries"]} == {
        properties["temperature"]: "/mill/F-1/temperature",
        properties["drive_end/temperature"]: "/mill/F-1/drive_end_temperature",
        properties["free_end/temperature"]: "/mill/F-1/free_end_temperature",
    }
