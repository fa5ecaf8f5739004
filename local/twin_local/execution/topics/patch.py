"""Make moto's SNS deliver as the service does."""

from __future__ import annotations

from collections.abc import Callable

from moto.awslambda.exceptions import UnknownFunctionException
from moto.sns.models import Subscription

from twin_local.execution.access.function_policies import InvocationDenied, ServiceCaller
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.scheduling import Later
from twin_local.execution.topics import publishing, subscribing
from twin_local.execution.topics.delivery import TopicDeliveries
from twin_local.execution.topics.endpoints import DeliveryFailed
from twin_local.execution.topics.notification import Message, function_event


def install(
    *, invoker: Invoker, later: Later, endpoint_url: str, now: Callable[[], float]
) -> TopicDeliveries:
    """Replace moto's subscriptions and its publishing; return what delivers."""

    def invoke(subscription: Subscription, message: Message) -> None:
        account = subscription.topic_arn.split(":")[4]
        caller = ServiceCaller("sns.amazonaws.com", subscription.topic_arn, account)
        try:
            invoker.submit(subscription.endpoint, function_event(subscription, message), caller)
        except (InvocationDenied, UnknownFunctionException) as error:
            raise DeliveryFailed(str(error), may_pass=False) from error

    deliveries = TopicDeliveries(invoke=invoke, later=later)
    subscribing.install(endpoint_url=endpoint_url, background=deliveries.later)
    publishing.install(deliveries, now)
    return deliveries
