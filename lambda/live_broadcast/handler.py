"""Called by EventBridge for every event that consoles want to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twin.live.events import Topic
from twin_runtime import clients, live
from twin_runtime.live_journal import LiveJournal
from twin_runtime.logging import logger
from twin_runtime.settings import setting

TOPIC_OF_DETAIL_TYPE: dict[str, Topic] = {
    "AlarmStateChanged": "alarms",
    "CommandStateChanged": "commands",
    "AssetPublished": "assets",
    "AssetRejected": "assets",
    "UploadProgressed": "assets",
    "ConversionProgressed": "conversions",
    "RunStateChanged": "runs",
    "StudyStateChanged": "studies",
    "ModelActivated": "models",
}


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Publish the event's detail on the topic of its type.

    The journal has it first: what a console may have missed, it can be told.
    """
    topic = TOPIC_OF_DETAIL_TYPE.get(event["detail-type"])
    if topic is None:
        logger().warning("no topic for this event", extra={"detail_type": event["detail-type"]})
        return
    messages = live.numbered([event["detail"]])
    LiveJournal(clients.dynamodb(), setting("LIVE_JOURNAL_TABLE")).keep(topic, messages)
    live.publish(topic, messages)
