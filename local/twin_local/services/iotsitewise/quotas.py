"""The quotas of AWS IoT SiteWise, and what is refused where one is reached.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/quotas.html
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from twin_local.services.iotsitewise.exceptions import LimitExceededException
from twin_local.services.settings import SETTINGS

DATED = "2026-11-23"
"""When the defaults were read. AWS raises most of them on request."""


@dataclass(frozen=True)
class Quotas:
    """Counts per account and region, and rates per second."""

    models: int = 10_000
    assets: int = 100_000
    assets_per_model: int = 10_000
    properties_per_model: int = 500
    hierarchies_per_model: int = 20
    parent_models_per_model: int = 10
    children_per_asset: int = 2_000
    hierarchy_depth: int = 10
    models_per_tree: int = 50
    property_dependency_depth: int = 10
    direct_dependents_per_property: int = 20
    dependents_per_property: int = 30
    model_operations_per_second: int = 10
    asset_operations_per_second: int = 30
    time_series_operations_per_second: int = 30
    data_requests_per_second: int = 1_000
    interpolation_requests_per_second: int = 500
    values_per_second: int = 1_000
    entries_per_property_per_second: int = 10


NAMES = frozenset(one.name for one in fields(Quotas))


def quotas() -> Quotas:
    """Return the quotas in force: the defaults, and what the settings replace.

    Raises:
        TypeError: the settings name a quota that does not exist.
    """
    return Quotas(**SETTINGS.quotas)


def check(name: str, count: int) -> None:
    """Refuse a count above its quota.

    Raises:
        LimitExceededException: the count is above the quota of that name.
    """
    most: int = getattr(quotas(), name)
    if count > most:
        raise LimitExceededException(f"{name.replace('_', ' ')}: {count}, at most {most}")
