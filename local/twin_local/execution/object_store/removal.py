"""Removals are told with their kind: deleted, hidden by a marker, or expired by a lifecycle rule.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.s3 import notifications
from moto.s3.models import FakeBucket, FakeKey, S3Backend

from twin_local.execution.patching import original, replace
from twin_local.execution.types import Foreign

Event = notifications.S3NotificationEvent
EXPIRED = {
    Event.OBJECT_REMOVED_DELETE_EVENT: Event.LIFECYCLEEXPIRATION_DELETE_EVENT,
    Event.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT: (
        Event.LIFECYCLE_EXPIRATION_DELETE_MARKER_CREATED_EVENT
    ),
}


class _Cause(threading.local):
    is_lifecycle = False


_cause = _Cause()


@contextmanager
def expiring() -> Iterator[None]:
    """Have removals of this thread told as expirations."""
    _cause.is_lifecycle = True
    try:
        yield
    finally:
        _cause.is_lifecycle = False


def install() -> None:
    """Tell of markers and of versions, which moto leaves out, and of the cause of a removal."""
    delete = original(S3Backend, "delete_object")
    send = original(notifications, "send_event")

    def send_event(account_id: str, event_name: Event, bucket: FakeBucket, key: Foreign) -> None:
        told = EXPIRED.get(event_name, event_name) if _cause.is_lifecycle else event_name
        send(account_id, told, bucket, key)

    def delete_object(
        backend: S3Backend,
        bucket_name: str,
        key_name: str,
        version_id: str | None = None,
        bypass: bool = False,
    ) -> tuple[bool, dict[str, Any]]:
        bucket = backend.get_bucket(bucket_name)
        versions = list(bucket.keys.getlist(key_name) or [])
        done: tuple[bool, dict[str, Any]] = delete(
            backend, bucket_name, key_name, version_id=version_id, bypass=bypass
        )
        if bucket.is_versioned and versions and done[0]:
            _tell(backend.account_id, bucket, versions, version_id)
        return done

    replace(notifications, "send_event", send_event)
    replace(S3Backend, "delete_object", delete_object)


def _tell(
    account: str, bucket: FakeBucket, versions: list[Foreign], version_id: str | None
) -> None:
    if version_id is None:
        marker = _subject(versions[-1])
        kind = Event.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT
        notifications.send_event(account, kind, bucket, marker)
        return
    removed = [one for one in versions if str(one.version_id) == str(version_id)]
    if removed and len(versions) > 1:  # moto itself tells of the last one
        kind = Event.OBJECT_REMOVED_DELETE_EVENT
        notifications.send_event(account, kind, bucket, _subject(removed[0]))


def _subject(version: Foreign) -> FakeKey:
    """Return the object that a version or delete marker is of."""
    while not isinstance(version, FakeKey):
        version = version.key
    return version
