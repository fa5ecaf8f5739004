"""The site's event bus, where a job says how far it is."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from twin.spatial.job_progress import JobProgressed

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

BUS_VARIABLE = "EVENT_BUS_NAME"


@cache
def client() -> EventBridgeClient:
    """Return the EventBridge client of this process; what it tells is soon old, so it hurries."""
    return boto3.client(
        "events",
        config=Config(
            connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 2, "mode": "standard"}
        ),
    )


def put(event: JobProgressed) -> None:
    """Put an event on the bus of the environment; without one nobody wants to know.

    Raises:
        BotoCoreError, ClientError: the service did not take it.
    """
    if bus := os.environ.get(BUS_VARIABLE):
        client().put_events(
            Entries=[
                {
                    "EventBusName": bus,
                    "Source": event.source,
                    "DetailType": event.detail_type,
                    "Detail": json.dumps(event.to_detail()),
                }
            ]
        )
