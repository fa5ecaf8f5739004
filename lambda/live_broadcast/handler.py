"""Called by EventBridge for every event that consoles want to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twin.live.events import Topic
from twin_runtime import live
from twin_runtime.logging import logger

TOPIC_OF_DETAIL_TYPE: dict[str, Topic] = {
    "AlarmStateChanged": "alarms",
    "CommandStateChanged": "commands",
    "AssetPublished": "assets",
    "AssetRejected": "assets",
    "UploadProgressed": "assets",
    "RunStateChanged": "runs",
}


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Publish the event's detail on the topic of its type."""
    topic = TOPIC_OF_DETAIL_TYPE.get(event["detail-type"])
    if topic is None:
        logger().warning("no topic for this event", extra={"detail_type": event["detail-type"]})
        return
    live.publish(topic, [event["detail"]])
