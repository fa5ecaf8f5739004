"""The plan of a site: one value that holds all that `twin plan` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from twin import lifecycle, quota
from twin.cost import idle, publisher_paths, rates
from twin.cost.idle import IdleCost
from twin.cost.publisher_paths import PublisherPath
from twin.definition.checks.quotas import quota_warnings
from twin.definition.quota_uses.rates import stream_rates, total_rate
from twin.definition.site import SiteDefinition
from twin.lifecycle import faults
from twin.plan.headroom import Headroom, headroom
from twin.plan.stateful_changes import StatefulChange
from twin.plan.usage import NOT_COUNTED, usage
from twin.plan.usage_line import UsageLine
from twin.telemetry.rates import ValueRate

LIVE_DELAY_SECONDS = 1.0
"""People who watch, alarms and commands see a value at most this long after it was measured."""

Template = Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """What a site will be; money in US dollars a month."""

    site: str
    region: str
    idle: IdleCost
    usage: tuple[UsageLine, ...]
    values_per_second: ValueRate
    streams: int
    longest_delay_seconds: float
    paths: tuple[PublisherPath, ...]
    recommended: PublisherPath | None
    quotas: tuple[Headroom, ...]
    retired: tuple[str, ...]
    stateful: tuple[StatefulChange, ...]
    warnings: tuple[str, ...]

    @property
    def configured(self) -> PublisherPath | None:
        """Return the best path that the edge publisher can be configured for."""
        real_time = [path for path in self.paths if path.configuration is not None]
        if not real_time:
            return None
        return publisher_paths.cheapest(real_time, longest_delay_seconds=self.longest_delay_seconds)

    @property
    def usage_usd(self) -> float:
        """Return the cost of all use that has a rate."""
        return sum(line.usd or 0.0 for line in self.usage)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as a JSON object."""
        return {
            **asdict(self),
            "idle": {
                **asdict(self.idle),
                "usd": self.idle.usd,
                "goal_usd": idle.GOAL_USD_PER_MONTH,
            },
            "usage_usd": self.usage_usd,
            "not_counted": list(NOT_COUNTED),
            "quotas": [{**asdict(one), "free_percent": one.free_percent} for one in self.quotas],
            "paths": [_path(one) for one in self.paths],
            "recommended": _path(self.recommended) if self.recommended else None,
            "publisher_configuration": self.configured.configuration if self.configured else None,
        }


def make_plan(
    site: SiteDefinition,
    templates: Mapping[str, Template],
    stateful: tuple[StatefulChange, ...],
    *,
    today: date,
    longest_delay_seconds: float | None = None,
) -> Plan:
    """Return the plan of a site that is valid.

    Raises:
        ValueError: no path stores values within the delay that was asked for.
    """
    streams = [rate for each in stream_rates(site).values() for rate in each]
    delay = longest_delay_seconds or longest_delay(site)
    paths = publisher_paths.all_paths(streams) if site.features.iot and streams else ()
    recommended = publisher_paths.cheapest(paths, longest_delay_seconds=delay) if paths else None
    return Plan(
        site=site.name,
        region=site.region,
        idle=idle.idle_cost(templates.values()),
        usage=usage(site, recommended) if recommended else (),
        values_per_second=total_rate(site),
        streams=len(streams),
        longest_delay_seconds=delay,
        paths=paths,
        recommended=recommended,
        quotas=headroom(site),
        retired=tuple(_retired(templates)),
        stateful=stateful,
        warnings=(*map(str, quota_warnings(site)), *_overdue(today)),
    )


def longest_delay(site: SiteDefinition) -> float:
    """Return how long a value may wait: where nobody looks at once, as long as a period lasts."""
    types = site.twin.equipment.values()
    is_live = site.features.experience or any(one.alarms or one.commands for one in types)
    return LIVE_DELAY_SECONDS if is_live else max(publisher_paths.BUFFERED_PERIODS_SECONDS)


def _retired(templates: Mapping[str, Template]) -> Iterator[str]:
    for stack, template in templates.items():
        for name, resource in template.get("Resources", {}).items():
            for reason in faults(resource["Type"], resource.get("Properties", {})):
                yield f"{stack}/{name} ({resource['Type']}): {reason}"


def _overdue(today: date) -> Iterator[str]:
    for what, read, most in (
        ("quotas", quota.DATED, quota.MAXIMUM_AGE_MONTHS),
        ("rates", rates.oldest(), rates.MAXIMUM_AGE_MONTHS),
        ("prices of idle resources", idle.dated(), rates.MAXIMUM_AGE_MONTHS),
        ("table of retired services", lifecycle.DATED, lifecycle.MAXIMUM_AGE_MONTHS),
    ):
        if quota.is_overdue(read, today, maximum_months=most):
            yield f"the {what} are of {read}, older than {most} months: read them again"


def _path(path: PublisherPath) -> dict[str, Any]:
    return {**asdict(path), "title": path.title, "configuration": path.configuration}
