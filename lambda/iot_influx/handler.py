"""Called by the IoT rule for every SiteWise property notification."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from connector_runtime.setup import site_of_connector
from connector_runtime.token_http import TokenHttp
from iot_influx.delivery import deliver
from iot_influx.lines import lines_of
from iot_runtime.notification import Notification, alias_of
from twin_runtime.logging import logger
from twin_runtime.site import site


def handler(event: Mapping[str, Any], context: Any) -> None:  # noqa: ANN401 - Lambda's own
    """Write all values of the notification with one request.

    Raises:
        SourceRefused: the database does not take them.
        SourceUnavailable: it was busy or away for all attempts. Lambda then calls again, twice, and
            puts the event aside: to write a point twice changes nothing.
    """
    notification = Notification.from_event(event)
    alias = alias_of(notification.asset_id, notification.property_id)
    signal = None if alias is None else site().signal_by_alias.get(alias)
    if signal is None:
        logger().info("not a signal of this site", extra={"alias": alias})
        return
    samples = notification.samples(signal.alias)
    lines = lines_of(site_of_connector(), signal, samples)
    if len(lines) < len(samples):
        without = len(samples) - len(lines)
        logger().info("no value to write", extra={"alias": alias, "samples": without})
    if lines:
        deliver(_http(), site_of_connector().options, lines, context.get_remaining_time_in_millis)


@cache
def _http() -> TokenHttp:
    return TokenHttp(site_of_connector().options["target"]["token_secret"])
