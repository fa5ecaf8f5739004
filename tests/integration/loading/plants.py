"""A plant of lines and pumps: its models as the stacks deploy them, its assets as a site wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin import identity
from twin.loading.assets import AttributeValue, Place, Settings, WantedAsset
from twin.loading.wanted import WantedSite

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient
    from mypy_boto3_iottwinmaker.type_defs import (
        DataTypeTypeDef,
        PropertyDefinitionRequestTypeDef,
    )

SITE = "mill"
LINE, PUMP = f"{SITE}.type.line", f"{SITE}.type.pump"
HIERARCHY = "has.pump"


def deploy_models(sitewise: IoTSiteWiseClient) -> None:
    """Make the models that the stacks of the site make."""
    pump = sitewise.create_asset_model(
        assetModelName="mill pump",
        assetModelExternalId=PUMP,
        assetModelProperties=[
            {
                "name": "flow",
                "externalId": "flow",
                "dataType": "DOUBLE",
                "unit": "m³/h",
                "type": {"measurement": {}},
            },
            {
                "name": "rated_power",
                "externalId": "rated_power",
                "dataType": "DOUBLE",
                "unit": "kW",
                "type": {"attribute": {"defaultValue": "11"}},
            },
        ],
    )["assetModelId"]
    sitewise.create_asset_model(
        assetModelName="mill line",
        assetModelExternalId=LINE,
        assetModelHierarchies=[
            {"name": "has pump", "externalId": HIERARCHY, "childAssetModelId": pump}
        ],
    )


def relation(name: str) -> PropertyDefinitionRequestTypeDef:
    """Return a list of relationships, as the component types of the stacks have it."""
    nested: DataTypeTypeDef = {
        "type": "RELATIONSHIP",
        "relationship": {"relationshipType": name},
    }
    return {"dataType": {"type": "LIST", "nestedType": nested}}


def asset_id(name: str) -> str:
    return str(identity.site_uuid(SITE, "asset", name))


def line(name: str = "L-1") -> WantedAsset:
    return WantedAsset(
        asset_id(name), identity.external_id(SITE, name), LINE, f"{SITE} {name}", "Line"
    )


def pump(
    name: str, *, parent: str | None = "L-1", title: str = "Pump", power: float | None = None
) -> WantedAsset:
    alias = identity.signal_alias(SITE, name, "rated_power")
    return WantedAsset(
        asset_id(name),
        identity.external_id(SITE, name),
        PUMP,
        f"{SITE} {name}",
        title,
        Place(asset_id(parent), HIERARCHY) if parent else None,
        {
            "flow": Settings(identity.signal_alias(SITE, name, "flow"), "ENABLED", "m³/h"),
            "rated_power": Settings(alias, "DISABLED", "kW"),
        },
        () if power is None else (AttributeValue(alias, "DOUBLE", power),),
    )


def plant(*assets: WantedAsset, is_loaded: bool = True) -> WantedSite:
    return WantedSite(SITE, (LINE, PUMP), assets, is_loaded)


def pumps(count: int) -> tuple[WantedAsset, ...]:
    """Return a line and pumps under it."""
    return (line(), *(pump(f"P-{number}") for number in range(1, count + 1)))
