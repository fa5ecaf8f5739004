"""The properties and composite models of a SiteWise model in CloudFormation."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import aws_iotsitewise as sitewise

from twin.compile.sitewise_plan import AlarmComposite, ModelProperty, ModelVariable, PartComposite

Model = sitewise.CfnAssetModel
Names = Mapping[str, str]
"""Names of models by type: a path to a property of a part begins with one."""


def model_property(
    item: ModelProperty, names: Names, own: str
) -> sitewise.CfnAssetModel.AssetModelPropertyProperty:
    """Return a property of the model with the name `own`."""
    return Model.AssetModelPropertyProperty(
        logical_id=item.logical_id,
        external_id=item.external_id,
        name=item.name,
        data_type=item.data_type,
        data_type_spec=item.data_type_spec,
        unit=item.unit,
        type=_type(item, names, own),
    )


def alarm(
    item: AlarmComposite, names: Names
) -> sitewise.CfnAssetModel.AssetModelCompositeModelProperty:
    """Return the composite model of an alarm."""
    return Model.AssetModelCompositeModelProperty(
        name=item.name,
        type=item.type,
        description=item.description,
        external_id=item.external_id,
        composite_model_properties=[
            model_property(member, names, item.name) for member in item.properties
        ],
    )


def part(
    item: PartComposite, component: sitewise.CfnAssetModel
) -> sitewise.CfnAssetModel.AssetModelCompositeModelProperty:
    """Return the composite model of a part; it has the description of its component."""
    return Model.AssetModelCompositeModelProperty(
        name=item.name,
        type="CUSTOM",
        external_id=item.external_id,
        composed_asset_model_id=component.attr_asset_model_id,
    )


def _type(
    item: ModelProperty, names: Names, own: str
) -> sitewise.CfnAssetModel.PropertyTypeProperty:
    if item.type_name == "Attribute":
        return Model.PropertyTypeProperty(
            type_name="Attribute",
            attribute=Model.AttributeProperty(default_value=item.default_value),
        )
    if item.type_name == "Measurement" or item.expression is None:
        return Model.PropertyTypeProperty(type_name="Measurement")
    variables = [
        Model.ExpressionVariableProperty(name=one.name, value=_value(one, names, own))
        for one in item.variables
    ]
    if item.type_name == "Transform":
        return Model.PropertyTypeProperty(
            type_name="Transform",
            transform=Model.TransformProperty(expression=item.expression, variables=variables),
        )
    tumbling = Model.TumblingWindowProperty(
        interval=item.window_interval or "5m", offset=item.window_offset
    )
    return Model.PropertyTypeProperty(
        type_name="Metric",
        metric=Model.MetricProperty(
            expression=item.expression,
            variables=variables,
            window=Model.MetricWindowProperty(tumbling=tumbling),
        ),
    )


def _value(
    item: ModelVariable, names: Names, own: str
) -> sitewise.CfnAssetModel.VariableValueProperty:
    if item.path is None:
        return Model.VariableValueProperty(
            property_logical_id=item.property_logical_id,
            hierarchy_logical_id=item.hierarchy_logical_id,
        )
    root = names[item.child_type] if item.child_type is not None else own
    return Model.VariableValueProperty(
        hierarchy_logical_id=item.hierarchy_logical_id,
        property_path=[
            Model.PropertyPathDefinitionProperty(name=step) for step in (root, *item.path)
        ],
    )
