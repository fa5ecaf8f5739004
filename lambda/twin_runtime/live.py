"""The live channel: publish to AppSync Events over HTTPS with the function's own role.

https://docs.aws.amazon.com/appsync/latest/eventapi/publish-http.html
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import boto3
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from twin.live.event_id import EventIds
from twin.live.events import MAXIMUM_EVENTS_PER_PUBLISH, Topic, channel
from twin_runtime.errors import LivePublishFailed
from twin_runtime.settings import setting
from twin_runtime.site import site

Message = Mapping[str, object]

_IDS = EventIds(time.time, secrets.token_hex(2))


def numbered(messages: Sequence[Message]) -> list[Message]:
    """Return messages with the ids that consoles resume by, each higher than the one before."""
    return [{"id": str(_IDS.next()), **message} for message in messages]


def publish(topic: Topic, messages: Sequence[Message]) -> None:
    """Publish messages on a topic of the site, in order, as few calls as the limit allows.

    Raises:
        LivePublishFailed: the service did not take a message.
    """
    name = channel(site().name, topic)
    for group in _groups(messages):
        body = json.dumps({"channel": name, "events": [json.dumps(message) for message in group]})
        _post(body.encode())


def _groups(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    for start in range(0, len(messages), MAXIMUM_EVENTS_PER_PUBLISH):
        yield messages[start : start + MAXIMUM_EVENTS_PER_PUBLISH]


def _post(body: bytes) -> None:
    host = setting("LIVE_HTTP_HOST")
    signed = AWSRequest(
        "POST",
        f"https://{host}/event",
        data=body,
        headers={"content-type": "application/json", "host": host},
    )
    SigV4Auth(_credentials(), "appsync", os.environ["AWS_REGION"]).add_auth(signed)
    base = os.environ.get("AWS_ENDPOINT_URL") or f"https://{host}"
    answer = _pool().request("POST", f"{base}/event", body=body, headers=dict(signed.headers))
    if answer.status != 200 or json.loads(answer.data).get("failed"):
        raise LivePublishFailed(
            "the live channel did not take a message",
            found=f"{answer.status} {answer.data[:200]!r}",
        )


@cache
def _session() -> boto3.Session:
    return boto3.Session()


def _credentials() -> Credentials:
    credentials = _session().get_credentials()
    if credentials is None:
        raise LivePublishFailed("the function has no credentials", where="its role")
    return credentials


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=urllib3.Timeout(5), retries=urllib3.Retry(2))
