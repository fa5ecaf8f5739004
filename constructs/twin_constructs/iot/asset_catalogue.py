"""The site's equipment in AWS IoT SiteWise: one model per type, one asset per instance."""

from __future__ import annotations

from aws_cdk import Fn, Stack
from aws_cdk import aws_iotsitewise as sitewise
from constructs import Construct

from twin.compile.sitewise import AlarmComposite, AssetModel, ModelProperty, SiteWisePlan
from twin.compile.sitewise import SiteWiseAsset as AssetPlan


class AssetCatalogue(Construct):
    """Models and assets; `assets` by asset id, `models` by type."""

    def __init__(self, scope: Construct, construct_id: str, *, plan: SiteWisePlan) -> None:
        super().__init__(scope, construct_id)
        self.models: dict[str, sitewise.CfnAssetModel] = {}
        self.assets: dict[str, sitewise.CfnAsset] = {}
        for model in plan.models:
            self.models[model.type] = self._model(model)
        for asset in plan.assets:
            self.assets[asset.id] = self._asset(asset)

    def asset_arns(self) -> list[str]:
        """Return the ARNs of all assets: what may be read and written by alias."""
        return [
            Stack.of(self).format_arn(
                service="iotsitewise", resource="asset", resource_name=asset.attr_asset_id
            )
            for asset in self.assets.values()
        ]

    def _model(self, model: AssetModel) -> sitewise.CfnAssetModel:
        return sitewise.CfnAssetModel(
            self,
            f"{_pascal(model.type)}Model",
            asset_model_name=model.name,
            asset_model_description=model.description,
            asset_model_external_id=model.external_id,
            asset_model_properties=[_property(item) for item in model.properties],
            asset_model_composite_models=[_composite(item) for item in model.composites],
            asset_model_hierarchies=[
                sitewise.CfnAssetModel.AssetModelHierarchyProperty(
                    logical_id=item.logical_id,
                    external_id=item.external_id,
                    name=item.name,
                    child_asset_model_id=self.models[item.child_type].attr_asset_model_id,
                )
                for item in model.hierarchies
            ],
        )

    def _asset(self, asset: AssetPlan) -> sitewise.CfnAsset:
        return sitewise.CfnAsset(
            self,
            asset.id,
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


def _property(item: ModelProperty) -> sitewise.CfnAssetModel.AssetModelPropertyProperty:
    return sitewise.CfnAssetModel.AssetModelPropertyProperty(
        logical_id=item.logical_id,
        external_id=item.external_id,
        name=item.name,
        data_type=item.data_type,
        data_type_spec=item.data_type_spec,
        unit=item.unit,
        type=_type(item),
    )


def _type(item: ModelProperty) -> sitewise.CfnAssetModel.PropertyTypeProperty:
    model = sitewise.CfnAssetModel
    if item.type_name == "Attribute":
        return model.PropertyTypeProperty(
            type_name="Attribute",
            attribute=model.AttributeProperty(default_value=item.default_value),
        )
    if item.type_name == "Measurement" or item.expression is None:
        return model.PropertyTypeProperty(type_name="Measurement")
    variables = [
        model.ExpressionVariableProperty(
            name=variable.name,
            value=model.VariableValueProperty(property_logical_id=variable.property_logical_id),
        )
        for variable in item.variables
    ]
    if item.type_name == "Transform":
        return model.PropertyTypeProperty(
            type_name="Transform",
            transform=model.TransformProperty(expression=item.expression, variables=variables),
        )
    tumbling = model.TumblingWindowProperty(interval=item.window_interval or "5m")
    return model.PropertyTypeProperty(
        type_name="Metric",
        metric=model.MetricProperty(
            expression=item.expression,
            variables=variables,
            window=model.MetricWindowProperty(tumbling=tumbling),
        ),
    )


def _composite(item: AlarmComposite) -> sitewise.CfnAssetModel.AssetModelCompositeModelProperty:
    return sitewise.CfnAssetModel.AssetModelCompositeModelProperty(
        name=item.name,
        type=item.type,
        description=item.description,
        external_id=item.external_id,
        composite_model_properties=[_property(member) for member in item.properties],
    )


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
