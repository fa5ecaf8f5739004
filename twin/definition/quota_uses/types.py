"""Models of SiteWise and component types of TwinMaker: how many, and how large."""

from __future__ import annotations

from collections.abc import Iterator

from twin.definition.checks.properties import properties_of
from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition

PROPERTIES_OF_AN_ALARM = 2
"""`AWS/ALARM_TYPE` and `AWS/ALARM_STATE` of its composite model."""


def measure(site: SiteDefinition) -> Iterator[Use]:
    """Yield the numbers of models and of their properties."""
    types = site.twin.equipment
    models = len(types) + len(site.twin.components) + len(site.twin.interfaces)
    yield Use("models", models, ("twin", "types"))
    yield Use("twinmaker_component_types", len(types), ("twin", "types"))
    for name, equipment in types.items():
        own = len(properties_of(equipment))
        count = own + PROPERTIES_OF_AN_ALARM * len(equipment.alarms)
        key = ("twin", "types", name)
        yield Use("properties_per_model", count, key)
        yield Use("twinmaker_properties_per_component", own, key)
