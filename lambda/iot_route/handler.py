"""Called by the IoT rule for every SiteWise property notification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iot_route.alarms import evaluate_alarms
from iot_route.pace import publish_values
from iot_runtime.alarm_table import AlarmTable
from iot_runtime.notification import Notification, alias_of
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting
from twin_runtime.site import site
from twin_runtime.values import point_of


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Evaluate the alarms of the property and pass its values to the live channel."""
    notification = Notification.from_event(event)
    alias = alias_of(notification.asset_id, notification.property_id)
    if alias is None or alias not in site().signal_by_alias:
        logger().info("not a signal of this site", extra={"alias": alias})
        return
    samples = notification.samples(alias)
    alarms = [alarm for alarm in site().alarms if alarm.signal == alias]
    if alarms:
        table = AlarmTable(clients.dynamodb(), setting("ALARM_TABLE"))
        evaluate_alarms(table, alarms, samples)
    publish_values(alias, [point_of(sample) for sample in samples])
