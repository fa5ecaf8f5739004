"""Route an event on a bus: its enabled rules' patterns, then their targets."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import Any

from moto.events.models import Rule

from twin_local.execution.events.delivery import Deliveries, Parcel
from twin_local.execution.events.inputs import shape_input
from twin_local.execution.events.paths import PathError
from twin_local.execution.events.pattern import matches
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
ENVELOPE = (
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "replay-name",
)


def iso_time(value: Json) -> str:
    """Return an event's time as EventBridge writes it: ISO 8601 in whole seconds, UTC."""
    if isinstance(value, datetime):
        value = value.timestamp()
    if isinstance(value, str):
        return value
    moment = datetime.fromtimestamp(float(value or time.time()), tz=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def as_delivered(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event with exactly the fields that targets see."""
    shown = {name: event[name] for name in ENVELOPE if name in event}
    return shown | {"time": iso_time(event.get("time")), "detail": event["detail"]}


def offer(rule: Rule, event: dict[str, Any], deliveries: Deliveries) -> list[dict[str, Any]]:
    """Send an event to a rule's targets when it matches; return targets of kinds left to moto."""
    pattern = rule.event_pattern.get_pattern()
    if rule.state != "ENABLED" or not pattern or not matches(pattern, event):
        return []
    left = []
    for target in list(rule.targets):
        if _is_left_to_moto(target["Arn"]):
            left.append(target)
            continue
        send(rule.arn, target, event, deliveries)
    return left


def send(
    rule_arn: str, target: dict[str, Any], event: dict[str, Any], deliveries: Deliveries
) -> None:
    """Shape the input of a target and hand it to delivery."""
    try:
        shaped = shape_input(target, event, rule_arn)
    except (PathError, ValueError) as error:
        LOG.error("%s: no input for %s: %s", rule_arn, target["Arn"], error)
        return
    deliveries.send(Parcel(source=rule_arn, target=target, input=shaped))


def _is_left_to_moto(arn: str) -> bool:
    """Say whether a target is an archive or an API destination, which moto serves."""
    service, resource = arn.split(":")[2], arn.split(":", 5)[5]
    return service == "events" and not resource.startswith("event-bus/")
