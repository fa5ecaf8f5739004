"""How each protocol takes a message: one function a protocol."""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from moto.core.exceptions import ServiceException
from moto.sns.models import Subscription
from moto.sqs.models import sqs_backends

from twin_local.execution.arns import parse
from twin_local.execution.topics.notification import Message, notification
from twin_local.execution.types import Json

TIMEOUT_S = 15
"""SNS waits so long for an endpoint's answer."""

RETRIED_STATUSES = frozenset({100, 101, 102, 429})


class DeliveryFailed(Exception):
    """An endpoint did not take a message; `may_pass` says whether trying again can help."""

    def __init__(self, reason: str, *, may_pass: bool) -> None:
        super().__init__(reason)
        self.may_pass = may_pass


def is_raw(subscription: Subscription) -> bool:
    """Say whether a subscription gets the message itself."""
    return str(subscription.attributes.get("RawMessageDelivery")).lower() == "true"


def send_to_queue(
    subscription: Subscription, message: Message, require: Callable[[], None]
) -> None:
    """Send a message to a queue; `require` raises DeliveryFailed where the queue's policy denies.

    Raises:
        DeliveryFailed: the queue is not there, or does not take it.
    """
    arn = parse(subscription.endpoint)
    raw = is_raw(subscription)
    body = message.text if raw else json.dumps(notification(subscription, message))
    try:
        backend = sqs_backends[arn.account][arn.region]
        queue = backend.get_queue(arn.resource)
        require()
        backend.send_message(
            arn.resource,
            body,
            message_attributes=_as_queue_attributes(message) if raw else None,
            deduplication_id=message.deduplication_id if queue.fifo_queue else None,
            group_id=message.group_id,
            validate_group_id=False,
        )
    except ServiceException as error:
        raise DeliveryFailed(str(error), may_pass=False) from error


def _as_queue_attributes(message: Message) -> dict[str, dict[str, Json]]:
    attributes: dict[str, dict[str, Json]] = {}
    for name, value in message.attributes.items():
        member = "BinaryValue" if value["Type"].startswith("Binary") else "StringValue"
        attributes[name] = {"DataType": value["Type"], member: str(value["Value"])}
    return attributes


def check_address(url: str) -> None:
    """Require that an HTTP endpoint is on this machine.

    Raises:
        ValueError: it is elsewhere.
    """
    host = urlsplit(url).hostname or ""
    try:
        is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise ValueError(f"the embedded AWS only delivers to this machine, not to {host}")


def post(url: str, body: str, headers: Mapping[str, str]) -> None:
    """Post a message to an HTTP endpoint.

    Raises:
        DeliveryFailed: it did not answer with a status from 200 to 299.
    """
    request = urllib.request.Request(
        url,
        data=body.encode(),
        headers={"Content-Type": "text/plain; charset=UTF-8", **headers},
        method="POST",
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(request, timeout=TIMEOUT_S):
            return
    except urllib.error.HTTPError as error:
        with error:
            may_pass = error.code >= 500 or error.code in RETRIED_STATUSES
            raise DeliveryFailed(f"{url} answered {error.code}", may_pass=may_pass) from error
    except (TimeoutError, OSError, http.client.HTTPException, ssl.SSLError) as error:
        raise DeliveryFailed(f"{url}: {error}", may_pass=True) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """SNS does not follow redirections."""

    def redirect_request(self, *_: object) -> None:
        """Refuse."""


def post_notification(subscription: Subscription, message: Message) -> None:
    """Post a message to the subscription's endpoint.

    Raises:
        DeliveryFailed: it did not take it.
    """
    raw = is_raw(subscription)
    body = message.text if raw else json.dumps(notification(subscription, message))
    headers = headers_of(subscription, "Notification", message.message_id)
    post(subscription.endpoint, body, headers | ({"x-amz-sns-rawdelivery": "true"} if raw else {}))


def headers_of(subscription: Subscription, kind: str, message_id: str) -> dict[str, str]:
    """Return the headers of a message of a kind."""
    return {
        "x-amz-sns-message-type": kind,
        "x-amz-sns-message-id": message_id,
        "x-amz-sns-topic-arn": subscription.topic_arn,
        "x-amz-sns-subscription-arn": subscription.arn,
    }
