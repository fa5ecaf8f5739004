"""How much a workspace may hold.

The figures are those that AWS gives for what asset sync brings into a workspace; the settings may
replace each of them.
https://docs.aws.amazon.com/iot-twinmaker/latest/guide/tm-sw-asset-sync-limits.html
"""

from __future__ import annotations

from twin.quota import quota
from twin_local.services.iottwinmaker.exceptions import ServiceQuotaExceededException
from twin_local.services.settings import SETTINGS

DEFAULTS = {
    "twinmaker-component-types-per-workspace": quota("twinmaker_component_types"),
    "twinmaker-entities-per-workspace": quota("twinmaker_entities"),
    "twinmaker-children-per-entity": quota("twinmaker_children_per_entity"),
    "twinmaker-properties-per-component": quota("twinmaker_properties_per_component"),
}


def check(name: str, count: int) -> None:
    """Check a number of resources against its quota.

    Raises:
        ServiceQuotaExceededException: it is greater.
    """
    most = SETTINGS.quotas.get(name, DEFAULTS[name])
    if count > most:
        raise ServiceQuotaExceededException(f"{name}: {count}, at most {most}")
