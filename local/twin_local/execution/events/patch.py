"""Make moto's EventBridge deliver: rules send to every kind of target, S3 events arrive."""

from __future__ import annotations

import copy
import json
import time
import uuid
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.events.models import EventsBackend, Rule, events_backends
from moto.s3 import notifications
from moto.s3.models import FakeBucket, FakeKey

from twin_local.execution.events import limits
from twin_local.execution.events.buses import as_delivered, offer
from twin_local.execution.events.delivery import Deliveries
from twin_local.execution.patching import original, replace

REASONS = {
    "s3:ObjectCreated:Put": "PutObject",
    "s3:ObjectCreated:Post": "POST Object",
    "s3:ObjectCreated:Copy": "CopyObject",
    "s3:ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
    "s3:ObjectRemoved:Delete": "DeleteObject",
    "s3:ObjectRemoved:DeleteMarkerCreated": "DeleteObject",
}
RESERVED_SOURCE = {
    "ErrorCode": "NotAuthorizedForSourceException",
    "ErrorMessage": "Not authorized for the source.",
}


class NotImplementedHere(JsonRESTError):
    """An operation that the embedded AWS lacks."""

    code = 501

    def __init__(self, message: str) -> None:
        super().__init__("NotImplemented", message)


def install(deliveries: Deliveries) -> None:
    """Replace the delivery of rules and the S3 message, and refuse what is too much."""
    limits.install()
    by_moto = original(Rule, "send_to_targets")
    put = original(EventsBackend, "put_events")

    def send_to_targets(
        rule: Rule, original_event: dict[str, Any], transform_input: bool = True
    ) -> None:
        left = offer(rule, as_delivered(original_event), deliveries)
        if left:
            rest = copy.copy(rule)
            rest.targets = left
            by_moto(rest, original_event, transform_input)

    def put_events(backend: EventsBackend, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        reserved = [str(event.get("Source", "")).startswith("aws.") for event in events]
        allowed = [event for event, bad in zip(events, reserved, strict=True) if not bad]
        entries = iter(put(backend, allowed))
        return [dict(RESERVED_SOURCE) if bad else next(entries) for bad in reserved]

    def create_api_destination(backend: EventsBackend, *_: Any, **__: Any) -> None:
        raise NotImplementedHere(
            "events:CreateApiDestination is not implemented by the embedded AWS: "
            "it calls nothing outside this machine."
        )

    def send_event_bridge_message(
        account_id: str, bucket: FakeBucket, event_name: str, key: FakeKey
    ) -> None:
        if event_name == "s3:ObjectTagging:Put" and not _tags(bucket, key):
            return  # moto reports tags of every object that is put, even when it has none
        emit(account_id, _s3_event(account_id, bucket, event_name, key), deliveries)

    replace(Rule, "send_to_targets", send_to_targets)
    replace(EventsBackend, "put_events", put_events)
    replace(EventsBackend, "create_api_destination", create_api_destination)
    replace(notifications, "_send_event_bridge_message", send_event_bridge_message)


def emit(account_id: str, event: dict[str, Any], deliveries: Deliveries) -> None:
    """Offer an event of an AWS service to the rules of the default bus."""
    backend = events_backends[account_id][event["region"]]
    for rule in list(backend.event_buses["default"].rules.values()):
        offer(rule, event, deliveries)


def _tags(bucket: FakeBucket, key: FakeKey) -> dict[str, str]:
    from moto.s3.models import s3_backends

    backend = s3_backends[bucket.account_id][bucket.partition]
    tags: dict[str, str] = backend.tagger.get_tag_dict_for_resource(key.arn)
    return tags


def _s3_event(account_id: str, bucket: FakeBucket, event_name: str, key: FakeKey) -> dict[str, Any]:
    """Return the event (S3 user guide: "EventBridge event message structure")."""
    item = {
        "key": key.name,
        "size": key.size,
        "etag": key.etag.strip('"'),
        "sequencer": f"{time.time_ns():018X}",
    }
    if key.version_id and key.version_id != "null":
        item["version-id"] = key.version_id
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": notifications._detail_type(event_name),
        "source": "aws.s3",
        "account": account_id,
        "time": time.time(),
        "region": bucket.region_name,
        "resources": [bucket.arn],
        "detail": {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": item,
            "request-id": uuid.uuid4().hex[:16].upper(),
            "requester": account_id,
            "source-ip-address": "127.0.0.1",
            "reason": REASONS.get(str(event_name.value), str(event_name.value).split(":")[1])
            if hasattr(event_name, "value")
            else REASONS.get(event_name, event_name),
        },
    }
    return json_copy(as_delivered(event))


def json_copy(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event of plain JSON values."""
    copied: dict[str, Any] = json.loads(json.dumps(event))
    return copied
