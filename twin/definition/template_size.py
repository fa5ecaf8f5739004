"""How large the template of a site's IoT stack becomes: resources and bytes, from above.

CloudFormation takes 500 resources and 1 MB in a template
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). The
sizes below are those of the synthesized resources, with their indentation, rounded up.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from twin.definition.parts import parts_of
from twin.definition.properties import Formula, PropertySet
from twin.definition.site import SiteDefinition
from twin.formula import FormulaError, parse, variables
from twin.formula.rules import MOST_VARIABLES

MOST_RESOURCES = 500
MOST_BYTES = 1_000_000

_REST_RESOURCES, _REST_BYTES = 130, 140_000
"""Everything else of the stack: functions, roles, tables, rules, the live channel."""
_RESOURCES_OF_A_TYPE = 3
"""Model, component type, rule for its notifications."""
_TARGET_RESOURCES, _TARGET_BYTES = 8, 12_000
"""The function that writes to InfluxDB, its role, logs, policies and dead letters."""
_RULE_BYTES = 2_000
"""One rule more for each type, where values go to InfluxDB."""
_RESOURCES_OF_AN_ASSET = 2
"""Asset and entity."""
_TYPE_BYTES = 4_500
_MODEL_PROPERTY_BYTES = 500
_VARIABLE_BYTES = 320
_ALARM_BYTES = 1_100
_ASSET_BYTES = 1_600
_ASSET_PROPERTY_BYTES = 125
_ENTITY_PROPERTY_BYTES = 175
_GRANT_BYTES = 4_200
"""The ARN of one asset, in each policy that names the assets."""


@dataclass(frozen=True)
class TemplateSize:
    """Resources and bytes of a template."""

    resources: int
    bytes: int

    def __add__(self, other: TemplateSize) -> TemplateSize:
        return TemplateSize(self.resources + other.resources, self.bytes + other.bytes)

    @property
    def fits(self) -> bool:
        """Tell whether CloudFormation takes the template."""
        return self.resources <= MOST_RESOURCES and self.bytes <= MOST_BYTES


def size_of_models(site: SiteDefinition) -> TemplateSize:
    """Return the size of the stack without any asset."""
    twin = site.twin
    used = {asset.type for asset in twin.assets.values()} & set(twin.types)
    sets: list[PropertySet] = [twin.equipment[name] for name in sorted(used)]
    components = {name for one in used for name in twin.types[one].components.values()}
    interfaces = {name for one in used for name in twin.types[one].implements}
    sets += [twin.components[name] for name in sorted(components & set(twin.components))]
    sets += [twin.interfaces[name] for name in sorted(interfaces & set(twin.interfaces))]
    models = TemplateSize(
        _REST_RESOURCES + _RESOURCES_OF_A_TYPE * len(sets),
        _REST_BYTES + sum(_TYPE_BYTES + _set_bytes(one) for one in sets),
    )
    return models + _size_of_target(site, types=len(sets))


def _size_of_target(site: SiteDefinition, *, types: int) -> TemplateSize:
    influxdb = site.features.influxdb
    if influxdb is None or influxdb.target is None:
        return TemplateSize(0, 0)
    return TemplateSize(_TARGET_RESOURCES + types, _TARGET_BYTES + _RULE_BYTES * types)


def size_of_instances(site: SiteDefinition) -> TemplateSize:
    """Return the size of all assets and entities, and of the policies that name the assets."""
    twin = site.twin
    count = Counter(asset.type for asset in twin.assets.values() if asset.type in twin.types)
    own = {name: _instance_bytes(site, name) for name in count}
    named = {name: 2 * _names(twin.equipment[name]) for name in count}
    ids = sum(
        len(asset_id) * named[asset.type]
        for asset_id, asset in twin.assets.items()
        if asset.type in named
    )
    return TemplateSize(
        _RESOURCES_OF_AN_ASSET * count.total(),
        ids + sum(own[name] * many for name, many in count.items()),
    )


def types_with_parts(site: SiteDefinition) -> tuple[str, ...]:
    """Return the types of assets that have parts, whose aliases CloudFormation cannot set.

    A property that a component model gives has no logical id, no external id and no id that could
    be known before: `AWS::IoTSiteWise::Asset` has no way to name it.
    """
    twin = site.twin
    used = dict.fromkeys(asset.type for asset in twin.assets.values())
    return tuple(
        name
        for name in used
        if name in twin.types and any(parts_of(twin.types[name], twin.components))
    )


def _set_bytes(owner: PropertySet) -> int:
    properties = _names(owner)
    formulas = [*owner.transforms.values(), *owner.metrics.values()]
    alarms = len(getattr(owner, "alarms", {}))
    return (
        _MODEL_PROPERTY_BYTES * properties
        + _ALARM_BYTES * alarms
        + sum(len(one.formula.encode()) + _VARIABLE_BYTES * _variables(one) for one in formulas)
    )


def _variables(formula: Formula) -> int:
    try:
        return len(variables(parse(formula.formula)))
    except FormulaError:
        return MOST_VARIABLES  # reported where the formula stands


def _instance_bytes(site: SiteDefinition, name: str) -> int:
    equipment = site.twin.equipment[name]
    alarms = len(getattr(equipment, "alarms", {}))
    properties = _names(equipment)
    names = sum(
        len(one)
        for group in (
            equipment.attributes,
            equipment.measurements,
            equipment.transforms,
            equipment.metrics,
        )
        for one in group
    )
    return (
        _ASSET_BYTES
        + _GRANT_BYTES
        + (_ASSET_PROPERTY_BYTES + _ENTITY_PROPERTY_BYTES + 2 * len(site.name)) * properties
        + 4 * names
        + 3 * _ASSET_PROPERTY_BYTES * alarms
    )


def _names(owner: PropertySet) -> int:
    models = getattr(owner, "models", {})
    predicted = sum(3 * len(model.outputs) + 1 for model in models.values())
    measured = len(owner.attributes) + len(owner.measurements)
    return predicted + measured + len(owner.transforms) + len(owner.metrics)
