"""What a site uses in a month and what that costs, as far as rules and rates are known."""

from __future__ import annotations

from collections.abc import Iterator

from twin.cost import metering
from twin.cost.publisher_paths import PublisherPath
from twin.cost.rates import assumptions
from twin.definition.quota_uses.rates import (
    SECONDS_PER_MINUTE,
    computed_per_second,
    predicted_per_second,
    total_rate,
)
from twin.definition.site import SiteDefinition
from twin.plan.identity_usage import identity_usage
from twin.plan.usage_line import UsageLine, priced

SECONDS_PER_MONTH = metering.DAYS_PER_MONTH * metering.SECONDS_PER_DAY
DAYS_KEPT_WITHOUT_LIMIT = 365
"""Without a retention, values are kept for ever: the cost is the one after a year."""

NOT_COUNTED = (
    "automatic aggregates of SiteWise, and computations that late values repeat",
    "what people do: reads of history, open consoles, uploads, what-if runs",
    "time of functions and containers; storage and requests of S3, DynamoDB and CloudWatch Logs",
    "data transfer, and the traffic of deployments",
)
"""Without a rule that is known, or without a number that a site file could give."""


def usage(site: SiteDefinition, path: PublisherPath) -> tuple[UsageLine, ...]:
    """Return what a site uses in a month when its values take a path."""
    return (*(_lines(site, path) if site.features.iot else ()), *identity_usage(site))


def _lines(site: SiteDefinition, path: PublisherPath) -> Iterator[UsageLine]:
    region, stored = site.region, total_rate(site).expected
    computed, predicted = computed_per_second(site), _predicted(site)
    messages = path.messages_per_day * metering.DAYS_PER_MONTH + predicted * SECONDS_PER_MONTH
    yield priced("sitewise_messages", messages, region, path.title)
    yield priced("sitewise_computations", computed * SECONDS_PER_MONTH, region)
    yield from _storage(site, stored + computed)
    notified = (stored + computed) * SECONDS_PER_MONTH
    note = "one notification per value; values of one flush may share one"
    yield priced("iot_rules", notified, region, note)
    yield priced("iot_actions", notified, region, note)
    yield priced("lambda_requests", notified, region, note)
    if site.features.edge:
        minutes = SECONDS_PER_MONTH / SECONDS_PER_MINUTE
        yield priced("iot_connection_minutes", minutes, region, "one device")
    if site.features.simulation:
        runs = _runs_per_month(site)
        yield UsageLine("simulation_runs", runs, "container jobs", None, None, None)


def _storage(site: SiteDefinition, values_per_second: float) -> Iterator[UsageLine]:
    storage, size = site.storage, assumptions()["stored_bytes_per_value"]
    daily = values_per_second * metering.SECONDS_PER_DAY

    def month(days: float) -> float:
        return metering.DAYS_PER_MONTH * metering.gigabyte_days(daily, size.value, days)

    kept = (storage.hot_days if storage else None) or DAYS_KEPT_WITHOUT_LIMIT
    note = f"after {kept} days; {size.value:g} {size.unit} a value are assumed"
    yield priced("sitewise_hot_storage", month(kept), site.region, note)
    for tier in ("warm", "cold"):
        if storage and getattr(storage, tier):
            days = (storage.warm_days if tier == "warm" else None) or DAYS_KEPT_WITHOUT_LIMIT
            item, after = f"sitewise_{tier}_storage", f"after {days} days"
            yield UsageLine(item, round(month(days), 3), "GB-days", None, None, None, after)


def _predicted(site: SiteDefinition) -> float:
    types = site.twin.equipment
    return sum(predicted_per_second(types[asset.type]) for asset in site.twin.assets.values())


def _runs_per_month(site: SiteDefinition) -> float:
    types = site.twin.equipment
    minutes = [
        model.schedule_minutes
        for asset in site.twin.assets.values()
        for model in types[asset.type].models.values()
    ]
    return sum(SECONDS_PER_MONTH / (each * SECONDS_PER_MINUTE) for each in minutes)
