"""Make moto's SNS deliver as the service does."""

from __future__ import annotations

from collections.abc import Callable

from moto.awslambda.exceptions import UnknownFunctionException
from moto.sns.models import Subscription

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.scheduling import Later
from twin_local.execution.topics import limits, publishing, subscribing
from twin_local.execution.topics.delivery import TopicDeliveries
from twin_local.execution.topics.endpoints import DeliveryFailed
from twin_local.execution.topics.notification import Message, function_event

SEND = "sqs:SendMessage"


def install(deliveries: TopicDeliveries, *, endpoint_url: str, now: Callable[[], float]) -> None:
    """Replace moto's subscriptions and its publishing."""
    subscribing.install(endpoint_url=endpoint_url, background=deliveries.later)
    publishing.install(deliveries, now)
    limits.install()


def build(*, invoker: Invoker, later: Later) -> TopicDeliveries:
    """Return what delivers."""

    def invoke(subscription: Subscription, message: Message) -> None:
        caller = _caller(subscription)
        try:
            invoker.submit(subscription.endpoint, function_event(subscription, message), caller)
        except (InvocationDenied, UnknownFunctionException) as error:
            raise DeliveryFailed(str(error), may_pass=False) from error

    def require_queue(subscription: Subscription, queue: str) -> None:
        try:
            invoker.guard.require_of_service(_caller(subscription), SEND, queue)
        except AccessDenied as error:
            raise DeliveryFailed(str(error), may_pass=False) from error

    return TopicDeliveries(invoke=invoke, require_queue=require_queue, later=later)


def _caller(subscription: Subscription) -> ServiceCaller:
    """Return SNS, acting for the topic of a subscription."""
    account = subscription.topic_arn.split(":")[4]
    return ServiceCaller("sns.amazonaws.com", subscription.topic_arn, account)
