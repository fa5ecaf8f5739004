"""The site's equipment in AWS IoT SiteWise: one model per type, one asset per instance."""

from __future__ import annotations

from aws_cdk import Fn
from aws_cdk import aws_iotsitewise as sitewise
from constructs import Construct

from twin.compile.sitewise_plan import (
    AssetModel,
    InterfaceRelationship,
    ModelHierarchy,
    SiteWisePlan,
)
from twin.compile.sitewise_plan import SiteWiseAsset as AssetPlan
from twin_constructs.iot import model_properties
from twin_constructs.iot.asset_scope import AssetScope


class AssetCatalogue(Construct):
    """Models and assets; `models` by type, `assets` by asset id.

    Without `with_instances` the loader makes the assets, under the UUIDs of the plan.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        site: str,
        plan: SiteWisePlan,
        with_instances: bool = True,
    ) -> None:
        super().__init__(scope, construct_id)
        self._site, self._plan = site, plan
        self._names = {model.type: model.name for model in plan.models}
        self.interfaces = {one.type: self._model(one, "Interface") for one in plan.interfaces}
        self.components = {one.type: self._model(one, "Component") for one in plan.components}
        self.models: dict[str, sitewise.CfnAssetModel] = {}
        self.assets: dict[str, sitewise.CfnAsset] = {}
        for model in plan.models:
            self.models[model.type] = self._model(model, "Model")
        for asset in plan.assets if with_instances else ():
            self.assets[asset.id] = self._asset(asset)

    def asset_scope(self) -> AssetScope:
        """Return all assets, by those at the top of the tree: what roles may read and write."""
        below = {child.child for asset in self._plan.assets for child in asset.children}
        roots = (self.asset_id(asset) for asset in self._plan.assets if asset.id not in below)
        return AssetScope(self._site, tuple(roots))

    def asset_id(self, asset: AssetPlan) -> str:
        """Return the id that an asset has in SiteWise, whoever makes it."""
        made = self.assets.get(asset.id)
        return made.attr_asset_id if made is not None else asset.uuid

    def _model(self, model: AssetModel, suffix: str) -> sitewise.CfnAssetModel:
        composites = [
            *(model_properties.alarm(item, self._names) for item in model.composites),
            *(model_properties.part(item, self.components[item.component]) for item in model.parts),
        ]
        enforced = [self._interface(item) for item in model.interfaces]
        return sitewise.CfnAssetModel(
            self,
            f"{_pascal(model.type)}{suffix}",
            asset_model_name=model.name,
            asset_model_type=None if model.model_type == "ASSET_MODEL" else model.model_type,
            asset_model_description=model.description,
            asset_model_external_id=model.external_id,
            asset_model_properties=[
                model_properties.model_property(item, self._names, model.name)
                for item in model.properties
            ],
            asset_model_composite_models=composites,
            asset_model_hierarchies=[self._hierarchy(item) for item in model.hierarchies],
            enforced_asset_model_interface_relationships=enforced or None,
        )

    def _hierarchy(
        self, item: ModelHierarchy
    ) -> sitewise.CfnAssetModel.AssetModelHierarchyProperty:
        return sitewise.CfnAssetModel.AssetModelHierarchyProperty(
            logical_id=item.logical_id,
            external_id=item.external_id,
            name=item.name,
            child_asset_model_id=self.models[item.child_type].attr_asset_model_id,
        )

    def _interface(
        self, item: InterfaceRelationship
    ) -> sitewise.CfnAssetModel.EnforcedAssetModelInterfaceRelationshipProperty:
        kind = sitewise.CfnAssetModel
        return kind.EnforcedAssetModelInterfaceRelationshipProperty(
            interface_asset_model_id=self.interfaces[item.interface].attr_asset_model_id,
            property_mappings=[
                kind.EnforcedAssetModelInterfacePropertyMappingProperty(
                    interface_asset_model_property_external_id=external_id,
                    asset_model_property_logical_id=logical_id,
                )
                for external_id, logical_id in item.mappings
            ],
        )

    def _asset(self, asset: AssetPlan) -> sitewise.CfnAsset:
        return sitewise.CfnAsset(
            self,
            asset.identity,
            asset_model_id=self.models[asset.type].attr_asset_model_id,
            asset_name=asset.name,
            asset_description=asset.description,
            asset_external_id=asset.external_id,
            asset_properties=[
                sitewise.CfnAsset.AssetPropertyProperty(
                    logical_id=item.logical_id,
                    alias=item.alias,
                    notification_state=item.notification_state,
                    unit=item.unit,
                )
                for item in asset.properties
            ],
            asset_hierarchies=[
                sitewise.CfnAsset.AssetHierarchyProperty(
                    logical_id=child.hierarchy_logical_id,
                    child_asset_id=self.assets[child.child].attr_asset_id,
                )
                for child in asset.children
            ],
        )

    def notification_topics(self) -> dict[str, str]:
        """Return the MQTT topic filter of the property notifications of each type's assets."""
        return {
            name: Fn.join(
                "/",
                [
                    "$aws/sitewise/asset-models",
                    model.attr_asset_model_id,
                    "assets/+/properties/+",
                ],
            )
            for name, model in self.models.items()
        }


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
