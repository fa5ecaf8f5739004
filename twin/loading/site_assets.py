"""What a compiled site wants of SiteWise, as the loader compares it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twin.compile.sitewise_plan import (
    AssetModel,
    AssetProperty,
    ModelProperty,
    SiteWiseAsset,
    SiteWisePlan,
)
from twin.loading.assets import AttributeValue, Place, Settings, WantedAsset
from twin.site_document import DataType


def wanted_assets(plan: SiteWisePlan) -> tuple[WantedAsset, ...]:
    """Return the assets of a plan."""
    models = {model.type: model for model in plan.models}
    components = {component.type: component for component in plan.components}
    attributes = {model.type: _defaults(model, components) for model in plan.models}
    places = _places(plan.assets, models)
    return tuple(
        _asset(one, models[one.type], attributes[one.type], places.get(one.id))
        for one in plan.assets
    )


def _asset(
    asset: SiteWiseAsset,
    model: AssetModel,
    defaults: Mapping[str, ModelProperty],
    place: Place | None,
) -> WantedAsset:
    return WantedAsset(
        asset_id=asset.uuid,
        external_id=asset.external_id,
        model=model.external_id,
        name=asset.name,
        description=asset.description,
        place=place,
        settings={
            _key(one): Settings(one.alias, one.notification_state, one.unit)
            for one in asset.properties
        },
        attributes=tuple(_attributes(asset, defaults)),
    )


def _key(one: AssetProperty) -> str:
    """Return what a property goes by: its external id, or its path where a part gives it."""
    return "/".join(one.path) if one.path else one.external_id or one.logical_id


def _places(
    assets: tuple[SiteWiseAsset, ...], models: Mapping[str, AssetModel]
) -> dict[str, Place]:
    """Return where each child stands, by its id in the site file."""
    hierarchies = {
        (model.type, one.logical_id): one.external_id
        for model in models.values()
        for one in model.hierarchies
    }
    return {
        child.child: Place(asset.uuid, hierarchies[asset.type, child.hierarchy_logical_id])
        for asset in assets
        for child in asset.children
    }


def _defaults(model: AssetModel, components: Mapping[str, AssetModel]) -> dict[str, ModelProperty]:
    """Return the attributes of a model that have a default, by their keys, those of parts too."""
    found = {one.external_id: one for one in model.properties}
    for part in model.parts:
        inner = components[part.component].properties
        found.update({f"{part.name}/{one.name}": one for one in inner})
    return {
        key: one
        for key, one in found.items()
        if one.type_name == "Attribute" and one.default_value is not None
    }


def _attributes(
    asset: SiteWiseAsset, defaults: Mapping[str, ModelProperty]
) -> Iterator[AttributeValue]:
    """Yield a value for every attribute: what the file no longer states is the default again."""
    stated = {value.name: value for value in asset.attribute_values}
    for one in asset.properties:
        if value := stated.get(one.logical_id):
            yield AttributeValue(value.alias, value.data_type, value.value)
        elif default := defaults.get(_key(one)):
            yield _default(one.alias, default)


def _default(alias: str, attribute: ModelProperty) -> AttributeValue:
    if attribute.data_type == "STRUCT":
        raise TypeError(f"the attribute {attribute.name} has a STRUCT for its default")
    value = _typed(str(attribute.default_value), attribute.data_type)
    return AttributeValue(alias, attribute.data_type, value, is_default=True)


def _typed(text: str, data_type: DataType) -> float | bool | str:
    """Return the default of a model, which is a text, as the value that it stands for."""
    match data_type:
        case "DOUBLE":
            return float(text)
        case "INTEGER":
            return int(float(text))
        case "BOOLEAN":
            return text.lower() == "true"
        case _:
            return text
