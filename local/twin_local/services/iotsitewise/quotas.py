"""The quotas of AWS IoT SiteWise, and what is refused where one is reached.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/quotas.html
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from twin import quota as defaults
from twin_local.services.iotsitewise.exceptions import LimitExceededException
from twin_local.services.settings import SETTINGS

DATED = defaults.DATED.isoformat()
"""When the defaults were read. AWS raises most of them on request."""


@dataclass(frozen=True)
class Quotas:
    """Counts per account and region, and rates per second."""

    models: int = defaults.quota("models")
    assets: int = defaults.quota("assets")
    assets_per_model: int = defaults.quota("assets_per_model")
    properties_per_model: int = defaults.quota("properties_per_model")
    hierarchies_per_model: int = defaults.quota("hierarchies_per_model")
    parent_models_per_model: int = defaults.quota("parent_models_per_model")
    children_per_asset: int = defaults.quota("children_per_asset")
    hierarchy_depth: int = defaults.quota("hierarchy_depth")
    models_per_tree: int = defaults.quota("models_per_tree")
    property_dependency_depth: int = defaults.quota("property_dependency_depth")
    direct_dependents_per_property: int = defaults.quota("direct_dependents_per_property")
    dependents_per_property: int = defaults.quota("dependents_per_property")
    model_operations_per_second: int = defaults.quota("model_operations_per_second")
    asset_operations_per_second: int = defaults.quota("asset_operations_per_second")
    time_series_operations_per_second: int = defaults.quota("time_series_operations_per_second")
    data_requests_per_second: int = defaults.quota("data_requests_per_second")
    interpolation_requests_per_second: int = defaults.quota("interpolation_requests_per_second")
    values_per_second: int = defaults.quota("values_per_second")
    entries_per_property_per_second: int = defaults.quota("entries_per_property_per_second")


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
