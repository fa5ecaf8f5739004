"""What still synthesizes but no longer deploys, or only for those who used it before.

Resource types by prefix, and properties of types that live: cfn-lint knows some of the former and
none of the latter. https://docs.aws.amazon.com/general/latest/gr/aws-service-lifecycle.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DATED = date(2026, 11, 23)
"""When the table was read."""

MAXIMUM_AGE_MONTHS = 6

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class RetiredType:
    """A service that has ended or is closed to new users; without `since` the day is unknown."""

    prefix: str
    service: str
    instead: str
    since: date | None = None
    closed: bool = False

    @property
    def reason(self) -> str:
        """Say what happened to it, and what to use instead."""
        if self.closed:
            end = f"takes no new users since {self.since}"
        else:
            end = f"ended on {self.since}" if self.since else "has ended"
        return f"{self.service} {end}; use {self.instead}"


_MONITOR = ("SiteWise Monitor", "the console, or Managed Grafana", date(2025, 11, 7), True)
_LIVE_ANALYTICS = (
    "Timestream for LiveAnalytics", "Timestream for InfluxDB", date(2025, 6, 20), True,
)  # fmt: skip

RETIRED_TYPES: tuple[RetiredType, ...] = (
    RetiredType("AWS::IoTEvents::", "AWS IoT Events", "the alarm desk", date(2026, 5, 20)),
    RetiredType("AWS::IoTAnalytics::", "AWS IoT Analytics", "Firehose, S3", date(2025, 12, 15)),
    RetiredType("AWS::IoTSiteWise::Portal", *_MONITOR),
    RetiredType("AWS::IoTSiteWise::Project", *_MONITOR),
    RetiredType("AWS::IoTSiteWise::Dashboard", *_MONITOR),
    RetiredType("AWS::IoTSiteWise::AccessPolicy", *_MONITOR),
    RetiredType("AWS::Greengrass::", "Greengrass V1", "AWS::GreengrassV2", date(2026, 10, 7)),
    RetiredType(
        "AWS::LookoutEquipment::", "Lookout for Equipment", "SiteWise anomaly detection",
        date(2026, 10, 7),
    ),
    RetiredType("AWS::LookoutVision::", "Lookout for Vision", "a model of your own"),
    RetiredType("AWS::LookoutMetrics::", "Lookout for Metrics", "a model of your own"),
    RetiredType("AWS::SimSpaceWeaver::", "SimSpace Weaver", "AWS Batch", date(2026, 5, 20)),
    RetiredType("AWS::RoboMaker::", "AWS RoboMaker", "AWS Batch"),
    RetiredType("AWS::IoTThingsGraph::", "IoT Things Graph", "Step Functions"),
    RetiredType("AWS::IoTFleetHub::", "IoT Fleet Hub", "the fleet index of IoT Core"),
    RetiredType("AWS::Panorama::", "AWS Panorama", "a component of Greengrass"),
    RetiredType("AWS::Timestream::Database", *_LIVE_ANALYTICS),
    RetiredType("AWS::Timestream::Table", *_LIVE_ANALYTICS),
    RetiredType("AWS::Timestream::ScheduledQuery", *_LIVE_ANALYTICS),
    RetiredType("AWS::Cloud9::", "AWS Cloud9", "an editor of your own", date(2024, 7, 25), True),
)  # fmt: skip
"""Matched in this order by prefix of the CloudFormation type."""

RETIRED_ACTIONS = {"IotEvents": "AWS::IoTEvents::", "IotAnalytics": "AWS::IoTAnalytics::",
                   "Timestream": "AWS::Timestream::Table"}  # fmt: skip
"""Action of an IoT rule → the type whose service it needs."""

EDGE_PROCESSOR = "aws.iot.SiteWiseEdgeProcessor"
_PACK_CLOSED = "the SiteWise Edge data processing pack takes no new users since 2025-11-07"


def retired(resource_type: str) -> str | None:
    """Return why a resource type must not be used, None where it may."""
    for entry in RETIRED_TYPES:
        if resource_type.startswith(entry.prefix):
            return entry.reason
    return None


def faults(resource_type: str, properties: Properties) -> tuple[str, ...]:
    """Return why a resource must not be synthesized: its type, or what it uses of others."""
    reason = retired(resource_type)
    if reason is not None:
        return (reason,)
    check = PROPERTY_CHECKS.get(resource_type)
    return tuple(check(properties)) if check else ()


def _rule_actions(properties: Properties) -> Iterator[str]:
    payload = properties.get("TopicRulePayload", {})
    for action in (*payload.get("Actions", ()), payload.get("ErrorAction", {})):
        for name in action:
            if name in RETIRED_ACTIONS:
                yield f"the action {name}: {retired(RETIRED_ACTIONS[name])}"


def _gateway(properties: Properties) -> Iterator[str]:
    version = properties.get("GatewayVersion")
    if version != "3":
        yield f"GatewayVersion is {version or 'left out, which means 2'}: state 3, the current one"
    for summary in properties.get("GatewayCapabilitySummaries", ()):
        if summary.get("CapabilityNamespace") == "iotsitewise:publisher:2":
            yield "the capability iotsitewise:publisher:2 is that of version 2: state :3"


def _asset_model(properties: Properties) -> Iterator[str]:
    for composite in properties.get("AssetModelCompositeModels", ()):
        if composite.get("Type") == "AWS/L4E_ANOMALY":
            yield f"AWS/L4E_ANOMALY: {retired('AWS::LookoutEquipment::')}"
        for one in composite.get("CompositeModelProperties", ()):
            if _default(one) == "IOT_EVENTS":
                yield f"an alarm of the type IOT_EVENTS: {retired('AWS::IoTEvents::')}"
    if computes_at_the_edge(properties):
        yield f"computeLocation EDGE: {_PACK_CLOSED}"


def _default(model_property: Mapping[str, Any]) -> object:
    kind = model_property.get("Type", {})
    return kind.get("Attribute", {}).get("DefaultValue") if isinstance(kind, Mapping) else None


def computes_at_the_edge(value: object) -> bool:
    """Tell whether a model says, anywhere and however it is written, to be computed at the edge.

    CloudFormation has no such property; calls of the API and files of a bulk operation have.
    """
    if isinstance(value, Mapping):
        return any(
            (str(name).lower() == "computelocation" and part == "EDGE")
            or computes_at_the_edge(part)
            for name, part in value.items()
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(computes_at_the_edge(part) for part in value)
    return False


def _deployment(properties: Properties) -> Iterator[str]:
    if EDGE_PROCESSOR in properties.get("Components", {}):
        yield f"{EDGE_PROCESSOR}: {_PACK_CLOSED}"


def _component(properties: Properties) -> Iterator[str]:
    if EDGE_PROCESSOR in str(properties.get("InlineRecipe", "")):
        yield f"{EDGE_PROCESSOR}: {_PACK_CLOSED}"


PROPERTY_CHECKS: Mapping[str, Callable[[Properties], Iterator[str]]] = {
    "AWS::IoT::TopicRule": _rule_actions,
    "AWS::IoTSiteWise::Gateway": _gateway,
    "AWS::IoTSiteWise::AssetModel": _asset_model,
    "AWS::GreengrassV2::Deployment": _deployment,
    "AWS::GreengrassV2::ComponentVersion": _component,
}
"""Types that live, but not with everything that they can still say."""
