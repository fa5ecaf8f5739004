"""One example for each operation of SiteWise that is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.integration.services.sitewise_samples import (
    ALARM,
    Item,
    attribute,
    ids_of,
    make_asset,
    make_model,
    measurement,
    metric,
    transform,
)

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@dataclass
class Plant:
    """A plant with something of every kind; examples may add to it and not take from it."""

    client: IoTSiteWiseClient
    now: float
    ids: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def build(self) -> None:
        """Make models, assets, a component, an interface, associations and values."""
        client, ids = self.client, self.ids
        ids["component"] = make_model(
            client, "motor", measurement("current"), assetModelType="COMPONENT_MODEL"
        )
        ids["interface"] = make_model(
            client, "flowing", measurement("flow"), assetModelType="INTERFACE"
        )
        ids["model"] = make_model(
            client,
            "pump",
            measurement("flow", unit="m3/h", externalId="flow"),
            attribute("rated", "40"),
            transform("twice", "2 * q", q="flow"),
            metric("mean", "avg(q)", q="flow"),
            assetModelExternalId="pump",
            assetModelDescription="a pump",
            assetModelCompositeModels=[ALARM],
        )
        ids["composite"] = self.composite("motor", composedAssetModelId=ids["component"])
        ids["line_model"] = make_model(
            client,
            "line",
            assetModelHierarchies=[{"name": "pumps", "childAssetModelId": ids["model"]}],
        )
        line = client.describe_asset_model(assetModelId=ids["line_model"])
        ids["hierarchy"] = line["assetModelHierarchies"][0]["id"]
        ids["line"] = make_asset(client, "L-1", ids["line_model"])
        ids["asset"] = make_asset(client, "P-1", ids["model"], assetExternalId="P-1")
        ids["property"] = ids_of(client, ids["model"])["flow"]
        client.update_asset_property(
            assetId=ids["asset"],
            propertyId=ids["property"],
            propertyAlias="/flow",
            propertyNotificationState="ENABLED",
        )
        self.associate(ids["asset"])
        self.implement(ids["model"])
        self.put(1.0)

    def composite(self, name: str, **more: Item) -> str:
        made = self.client.create_asset_model_composite_model(
            assetModelId=self.ids["model"],
            assetModelCompositeModelName=name,
            assetModelCompositeModelType="CUSTOM",
            **more,
        )
        return made["assetModelCompositeModelId"]

    def associate(self, child: str) -> Item:
        return self.client.associate_assets(
            assetId=self.ids["line"], hierarchyId=self.ids["hierarchy"], childAssetId=child
        )

    def implement(self, model: str) -> Item:
        return self.client.put_asset_model_interface_relationship(
            assetModelId=model,
            interfaceAssetModelId=self.ids["interface"],
            propertyMappingConfiguration={"matchByPropertyName": True},
        )

    def put(self, value: float) -> Item:
        written: Item = {
            "value": {"doubleValue": value},
            "timestamp": {"timeInSeconds": int(self.now)},
        }
        old = {**written, "timestamp": {"timeInSeconds": int(self.now) - 8 * 86_400}}
        entries: Item = [
            {"entryId": "good", "propertyAlias": "/flow", "propertyValues": [written]},
            {"entryId": "bad", "propertyAlias": "/none", "propertyValues": [old]},
        ]
        return self.client.batch_put_asset_property_value(entries=entries)

    def model(self) -> str:
        """Return a new model."""
        return make_model(self.client, f"model {next(self.numbers)}", measurement("flow"))

    def pump(self) -> str:
        """Return a new asset."""
        return make_asset(self.client, f"pump {next(self.numbers)}", self.ids["model"])

    def arn(self) -> str:
        return self.client.describe_asset(assetId=self.ids["asset"])["assetArn"]


Example = Callable[[Plant], object]


def _update_composite(plant: Plant) -> object:
    key = plant.composite(f"part {next(plant.numbers)}")
    return plant.client.update_asset_model_composite_model(
        assetModelId=plant.ids["model"],
        assetModelCompositeModelId=key,
        assetModelCompositeModelName=f"part {next(plant.numbers)}",
        assetModelCompositeModelProperties=[measurement("speed")],
    )


def _delete_composite(plant: Plant) -> object:
    key = plant.composite(f"part {next(plant.numbers)}")
    return plant.client.delete_asset_model_composite_model(
        assetModelId=plant.ids["model"], assetModelCompositeModelId=key
    )


def _take_interface(plant: Plant) -> object:
    model = plant.model()
    plant.implement(model)
    return plant.client.delete_asset_model_interface_relationship(
        assetModelId=model, interfaceAssetModelId=plant.ids["interface"]
    )


def _disassociate(plant: Plant) -> object:
    child = plant.pump()
    plant.associate(child)
    return plant.client.disassociate_assets(
        assetId=plant.ids["line"], hierarchyId=plant.ids["hierarchy"], childAssetId=child
    )


MODELS: dict[str, Example] = {
    "CreateAssetModel": lambda p: p.model(),
    "UpdateAssetModel": lambda p: p.client.update_asset_model(
        assetModelId=p.model(), assetModelName=f"model {next(p.numbers)}"
    ),
    "DescribeAssetModel": lambda p: p.client.describe_asset_model(assetModelId=p.ids["model"]),
    "DeleteAssetModel": lambda p: p.client.delete_asset_model(assetModelId=p.model()),
    "ListAssetModels": lambda p: p.client.list_asset_models(
        assetModelTypes=["ASSET_MODEL", "COMPONENT_MODEL", "INTERFACE"]
    ),
    "ListAssetModelProperties": lambda p: p.client.list_asset_model_properties(
        assetModelId=p.ids["model"], filter="ALL"
    ),
    "CreateAssetModelCompositeModel": lambda p: p.composite(f"part {next(p.numbers)}"),
    "UpdateAssetModelCompositeModel": _update_composite,
    "DeleteAssetModelCompositeModel": _delete_composite,
    "DescribeAssetModelCompositeModel": lambda p: p.client.describe_asset_model_composite_model(
        assetModelId=p.ids["model"], assetModelCompositeModelId=p.ids["composite"]
    ),
    "ListAssetModelCompositeModels": lambda p: p.client.list_asset_model_composite_models(
        assetModelId=p.ids["model"]
    ),
    "ListCompositionRelationships": lambda p: p.client.list_composition_relationships(
        assetModelId=p.ids["component"]
    ),
    "PutAssetModelInterfaceRelationship": lambda p: p.implement(p.model()),
    "DescribeAssetModelInterfaceRelationship": lambda p: (
        p.client.describe_asset_model_interface_relationship(
            assetModelId=p.ids["model"], interfaceAssetModelId=p.ids["interface"]
        )
    ),
    "DeleteAssetModelInterfaceRelationship": _take_interface,
    "ListInterfaceRelationships": lambda p: p.client.list_interface_relationships(
        interfaceAssetModelId=p.ids["interface"]
    ),
}
ASSETS: dict[str, Example] = {
    "CreateAsset": lambda p: p.pump(),
    "UpdateAsset": lambda p: p.client.update_asset(assetId=p.pump(), assetName="renamed"),
    "DescribeAsset": lambda p: p.client.describe_asset(assetId=p.ids["asset"]),
    "DescribeAssetCompositeModel": lambda p: p.client.describe_asset_composite_model(
        assetId=p.ids["asset"], assetCompositeModelId=p.ids["composite"]
    ),
    "DeleteAsset": lambda p: p.client.delete_asset(assetId=p.pump()),
    "ListAssets": lambda p: p.client.list_assets(assetModelId=p.ids["model"]),
    "AssociateAssets": lambda p: p.associate(p.pump()),
    "DisassociateAssets": _disassociate,
    "ListAssociatedAssets": lambda p: p.client.list_associated_assets(
        assetId=p.ids["line"], hierarchyId=p.ids["hierarchy"]
    ),
    "ListAssetRelationships": lambda p: p.client.list_asset_relationships(
        assetId=p.ids["asset"], traversalType="PATH_TO_ROOT"
    ),
    "DescribeAssetProperty": lambda p: p.client.describe_asset_property(
        assetId=p.ids["asset"], propertyId=p.ids["property"]
    ),
    "UpdateAssetProperty": lambda p: p.client.update_asset_property(
        assetId=p.pump(), propertyId=p.ids["property"], propertyUnit="l/s"
    ),
    "ListAssetProperties": lambda p: p.client.list_asset_properties(
        assetId=p.ids["asset"], filter="ALL"
    ),
    "ListTagsForResource": lambda p: p.client.list_tags_for_resource(resourceArn=p.arn()),
    "TagResource": lambda p: p.client.tag_resource(resourceArn=p.arn(), tags={"a": "b"}),
    "UntagResource": lambda p: p.client.untag_resource(resourceArn=p.arn(), tagKeys=["c"]),
}
