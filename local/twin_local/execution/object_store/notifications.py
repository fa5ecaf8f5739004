"""Bucket notifications go to queues and topics in the background, with all that the event has.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

from __future__ import annotations

import time
import uuid
from typing import Any
from urllib.parse import quote_plus

from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.s3 import notifications
from moto.s3.models import FakeBucket

from twin_local.execution.events.delivery import Deliveries, Parcel
from twin_local.execution.patching import replace
from twin_local.execution.types import Foreign, Json


def install(deliveries: Deliveries) -> None:
    """Replace how moto sends: it says nothing where a queue or topic does not take an event."""

    def send(account: str, event: dict[str, Json], service: str, name: str, region: str) -> None:
        arn = name if name.startswith("arn:") else f"arn:aws:{service}:{region}:{account}:{name}"
        bucket = event.get("Bucket") or event["Records"][0]["s3"]["bucket"]["name"]
        source = f"arn:aws:s3:::{bucket}"
        deliveries.send(Parcel(source, {"Arn": arn}, event, account=account))

    def to_queue(account_id: str, event_body: Any, queue_name: str, region_name: str) -> None:
        send(account_id, event_body, "sqs", queue_name, region_name)

    def to_topic(account_id: str, event_body: Any, topic_arn: str, region_name: str) -> None:
        send(account_id, event_body, "sns", topic_arn, region_name)

    replace(notifications, "_get_s3_event", s3_event)
    replace(notifications, "_send_sqs_message", to_queue)
    replace(notifications, "_send_sns_message", to_topic)


def s3_event(
    event_name: str, bucket: FakeBucket, key: Foreign, notification_id: str
) -> dict[str, list[dict[str, Json]]]:
    """Return the message of an event."""
    name = str(getattr(event_name, "value", event_name)).removeprefix("s3:")
    item: dict[str, Json] = {
        "key": quote_plus(key.name, safe="/"),
        "sequencer": f"{time.time_ns():018X}",
    }
    if "Removed" not in name and "Expiration" not in name:
        item |= {"size": key.size, "eTag": key.etag.strip('"')}
    if key.version_id and key.version_id != "null":
        item["versionId"] = key.version_id
    record: dict[str, Json] = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": bucket.region_name,
        "eventTime": iso_8601_datetime_with_milliseconds(),
        "eventName": name,
        "userIdentity": {"principalId": f"AWS:{bucket.account_id}"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {
            "x-amz-request-id": uuid.uuid4().hex[:16].upper(),
            "x-amz-id-2": uuid.uuid4().hex,
        },
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": notification_id,
            "bucket": {
                "name": bucket.name,
                "ownerIdentity": {"principalId": bucket.account_id},
                "arn": bucket.arn,
            },
            "object": item,
        },
    }
    return {"Records": [record]}
