"""How much a workspace may hold.

The figures are those that AWS gives for what asset sync brings into a workspace; the settings may
replace each of them.
https://docs.aws.amazon.com/iot-twinmaker/latest/guide/tm-sw-asset-sync-limits.html
"""

from __future__ import annotations

from twin_local.services.iottwinmaker.exceptions import ServiceQuotaExceededException
from twin_local.services.settings import SETTINGS

DEFAULTS = {
    "twinmaker-component-types-per-workspace": 1_000,
    "twinmaker-entities-per-workspace": 100_000,
    "twinmaker-children-per-entity": 2_000,
    "twinmaker-properties-per-component": 600,
}


def check(name: str, count: int) -> None:
    """Check a number of resources against its quota.

    Raises:
        ServiceQuotaExceededException: it is greater.
    """
    most = SETTINGS.quotas.get(name, DEFAULTS[name])
    if count > most:
        raise ServiceQuotaExceededException(f"{name}: {count}, at most {most}")
