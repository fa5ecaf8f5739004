"""Deliver messages to subscriptions: retried, and given up to the subscription's queue."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from moto.core.exceptions import ServiceException
from moto.sns.models import Subscription
from moto.sqs.models import sqs_backends

from twin_local.execution.arns import ArnError, parse
from twin_local.execution.scheduling import Later
from twin_local.execution.topics.endpoints import (
    DeliveryFailed,
    post_notification,
    send_to_queue,
)
from twin_local.execution.topics.notification import Message, notification
from twin_local.execution.topics.retries import policy_of

LOG = logging.getLogger(__name__)
THREADS = 4
Send = Callable[[Subscription, Message], None]
RequireQueue = Callable[[Subscription, str], None]


@dataclass(frozen=True)
class Attempt:
    """One message on its way to one subscription."""

    subscription: Subscription
    message: Message
    tries: int = 0


class TopicDeliveries:
    """Sends messages; `invoke` gives one to a function.

    `require_queue` raises DeliveryFailed where a queue's policy does not let a topic send.
    """

    def __init__(self, *, invoke: Send, require_queue: RequireQueue, later: Later) -> None:
        self._later = later
        self._require_queue = require_queue
        self._sends: dict[str, Send] = {
            "sqs": self._send_to_queue,
            "lambda": invoke,
            "http": post_notification,
            "https": post_notification,
        }
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sns")

    def submit(self, attempt: Attempt) -> None:
        """Deliver: to queues and functions at once, so that their order holds; HTTP soon."""
        if attempt.subscription.protocol in ("sqs", "lambda"):
            self._deliver(attempt)
            return
        self.later(lambda: self._deliver(attempt))

    def later(self, work: Callable[[], None]) -> None:
        """Do something that takes a while in a thread."""
        try:
            self._threads.submit(_told, work)
        except RuntimeError:
            LOG.warning("a message came during shutdown")

    def close(self) -> None:
        """Stop delivering."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _send_to_queue(self, subscription: Subscription, message: Message) -> None:
        send_to_queue(
            subscription,
            message,
            lambda: self._require_queue(subscription, subscription.endpoint),
        )

    def _deliver(self, attempt: Attempt) -> None:
        subscription = attempt.subscription
        send = self._sends.get(subscription.protocol)
        if send is None:
            LOG.info("%s: %s is not sent here", subscription.arn, subscription.protocol)
            return
        try:
            send(subscription, attempt.message)
        except (DeliveryFailed, ArnError) as error:
            tried = replace(attempt, tries=attempt.tries + 1)
            delay_s = policy_of(subscription).delay_s(tried.tries) if _may_pass(error) else None
            if delay_s is None:
                self._give_up(tried, error)
            else:
                self._later.call(delay_s, lambda: self.submit(tried))

    def _give_up(self, attempt: Attempt, error: Exception) -> None:
        """Send what was not delivered to the subscription's dead-letter queue, or tell."""
        subscription = attempt.subscription
        policy = json.loads(subscription.attributes.get("RedrivePolicy") or "{}")
        if not (arn := policy.get("deadLetterTargetArn")):
            LOG.error("%s: a message is given up: %s", subscription.arn, error)
            return
        attributes = {
            "RequestID": {"DataType": "String", "StringValue": attempt.message.message_id},
            "ErrorMessage": {"DataType": "String", "StringValue": str(error)[:256] or "unknown"},
        }
        body = json.dumps(notification(subscription, attempt.message))
        try:
            queue = parse(arn)
            self._require_queue(subscription, arn)
            sqs_backends[queue.account][queue.region].send_message(
                queue.resource,
                body,
                message_attributes=attributes,
                group_id=attempt.message.group_id,
                deduplication_id=attempt.message.deduplication_id,
            )
        except (ServiceException, ArnError, DeliveryFailed) as second:
            LOG.error("%s: nor does %s take it: %s", subscription.arn, arn, second)


def _may_pass(error: Exception) -> bool:
    return isinstance(error, DeliveryFailed) and error.may_pass


def _told(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:  # a defect of ours: a thread's exception would be seen nowhere
        LOG.exception("a message was lost")
        raise
