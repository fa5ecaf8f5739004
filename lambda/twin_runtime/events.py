"""Events out: one typed detail to the site's EventBridge bus."""

from __future__ import annotations

import json
from collections.abc import Mapping

from twin.event import Event
from twin_runtime import clients
from twin_runtime.errors import EventRejected
from twin_runtime.settings import setting


def put_event(event: Event) -> None:
    """Put an event on the site's bus; errors as `put_detail`."""
    put_detail(event.source, event.detail_type, event.to_detail())


def put_detail(source: str, detail_type: str, detail: Mapping[str, object]) -> None:
    """Put an event on the site's bus of which only the detail was kept.

    Raises:
        EventRejected: EventBridge answered 200 but did not take the entry.
    """
    answer = clients.events().put_events(
        Entries=[
            {
                "EventBusName": setting("EVENT_BUS_NAME"),
                "Source": source,
                "DetailType": detail_type,
                "Detail": json.dumps(detail),
            }
        ]
    )
    if answer["FailedEntryCount"]:
        entry = answer["Entries"][0]
        raise EventRejected(
            f"EventBridge did not take a {detail_type} event",
            found=f"{entry.get('ErrorCode')}: {entry.get('ErrorMessage')}",
        )
