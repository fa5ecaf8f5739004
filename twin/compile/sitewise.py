"""Site definition → AWS IoT SiteWise models and assets: for CloudFormation, API and bulk jobs."""

from __future__ import annotations

from collections.abc import Iterator

from twin import identity
from twin.compile.asset_tree import AssetTree
from twin.compile.sitewise_models import (
    DATA_TYPES,
    Members,
    ModelCompiler,
    alarm_state_logical_id,
    hierarchy_logical_id,
)
from twin.compile.sitewise_plan import (
    AlarmComposite,
    AssetModel,
    AssetProperty,
    AttributeValue,
    ChildAsset,
    ModelHierarchy,
    ModelProperty,
    ModelVariable,
    SiteWiseAsset,
    SiteWisePlan,
)
from twin.compile.type_members import Member, members_by_type
from twin.definition.site import SiteDefinition

__all__ = [
    "AlarmComposite",
    "AssetModel",
    "AssetProperty",
    "ChildAsset",
    "ModelHierarchy",
    "ModelProperty",
    "ModelVariable",
    "SiteWiseAsset",
    "SiteWisePlan",
    "compile_sitewise",
]


def compile_sitewise(definition: SiteDefinition) -> SiteWisePlan:
    """Compile a definition that `load_site` has checked."""
    twin, tree = definition.twin, AssetTree(definition.twin)
    of_types = members_by_type(twin)
    compiler = ModelCompiler(definition, tree, of_types)
    types = tree.types_children_first()
    used = [twin.types[name] for name in types]
    interfaces = dict.fromkeys(name for one in used for name in one.implements)
    components = dict.fromkeys(name for one in used for name in one.components.values())
    return SiteWisePlan(
        models=tuple(compiler.model(name) for name in types),
        assets=tuple(
            _asset(definition, tree, of_types, asset_id)
            for asset_id in tree.assets_children_first()
        ),
        components=tuple(compiler.component(name) for name in components),
        interfaces=tuple(compiler.interface(name) for name in interfaces),
    )


def _asset(
    definition: SiteDefinition, tree: AssetTree, of_types: Members, asset_id: str
) -> SiteWiseAsset:
    site, assets = definition.name, definition.twin.assets
    asset = assets[asset_id]
    alarms = definition.twin.equipment[asset.type].alarms
    stays = identity.asset_identity(asset_id, asset.renamed_from)
    return SiteWiseAsset(
        id=asset_id,
        identity=stays,
        uuid=str(identity.site_uuid(site, "asset", stays)),
        type=asset.type,
        name=f"{site} {asset_id}",
        external_id=identity.external_id(site, stays),
        description=asset.title or asset_id,
        properties=(
            *(_property(site, asset_id, member) for member in of_types[asset.type]),
            *(_state_property(site, asset_id, alarm) for alarm in alarms),
        ),
        children=tuple(
            ChildAsset(hierarchy_logical_id(assets[child].type), child)
            for child in tree.children(asset_id)
        ),
        attribute_values=tuple(_attribute_values(definition, asset_id, of_types[asset.type])),
    )


def _property(site: str, asset: str, member: Member) -> AssetProperty:
    return AssetProperty(
        logical_id=member.name,
        external_id=member.name if member.path is None else None,
        alias=identity.signal_alias(site, asset, member.name),
        notification_state="DISABLED" if member.kind == "attribute" else "ENABLED",
        unit=member.unit or None,
        path=member.path,
    )


def _state_property(site: str, asset: str, alarm: str) -> AssetProperty:
    # The alarm engine writes the state itself; a notification would only call it again.
    return AssetProperty(
        logical_id=alarm_state_logical_id(alarm),
        external_id=f"{alarm}.alarm_state",
        alias=identity.alarm_state_alias(site, asset, alarm),
        notification_state="DISABLED",
        unit=None,
    )


def _attribute_values(
    definition: SiteDefinition, asset_id: str, of_type: tuple[Member, ...]
) -> Iterator[AttributeValue]:
    stated = definition.twin.assets[asset_id].attributes
    if not stated:
        return
    for member in of_type:
        if member.name in stated and stated[member.name] != member.default:
            alias = identity.signal_alias(definition.name, asset_id, member.name)
            data_type, value = DATA_TYPES[member.data_type], stated[member.name]
            yield AttributeValue(asset_id, member.name, alias, data_type, value)
