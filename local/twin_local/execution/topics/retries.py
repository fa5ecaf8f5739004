"""Delivery policies: how often and when SNS tries again.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from moto.sns.models import Subscription

from twin_local.execution.types import Json


@dataclass(frozen=True)
class RetryPolicy:
    """Retries: at once, with the least delay, growing, and with the greatest delay."""

    retries: int
    least_s: float
    greatest_s: float
    at_once: int = 0
    with_least: int = 0
    with_greatest: int = 0
    function: str = "linear"

    def delay_s(self, tries: int) -> float | None:
        """Return the delay before the next attempt after so many tries; None to give up."""
        if tries > self.retries:
            return None
        number = tries - 1
        if number < self.at_once:
            return 0.0
        growing = self.retries - self.at_once - self.with_least - self.with_greatest
        step = number - self.at_once - self.with_least
        if step < 0 or growing <= 0:
            return self.least_s
        if step >= growing:
            return self.greatest_s
        return self._growing(step / max(growing - 1, 1))

    def _growing(self, part: float) -> float:
        if self.function == "exponential":
            ratio = self.greatest_s / max(self.least_s, 1.0)
            return float(max(self.least_s, 1.0) * ratio**part)
        return self.least_s + (self.greatest_s - self.least_s) * part


OF_SERVICES = RetryPolicy(
    retries=100_015,
    least_s=1,
    greatest_s=20,
    at_once=3,
    with_least=2,
    with_greatest=100_000,
    function="exponential",
)
"""For queues and functions: 100,015 retries over 23 days."""

OF_HTTP = RetryPolicy(retries=3, least_s=20, greatest_s=20)


def policy_of(subscription: Subscription) -> RetryPolicy:
    """Return the policy of a subscription: its own or its topic's for HTTP, else the service's."""
    if subscription.protocol not in ("http", "https"):
        return OF_SERVICES
    own = _read(subscription.attributes.get("DeliveryPolicy")).get("healthyRetryPolicy")
    topic = _read(subscription.topic.delivery_policy).get("http", {})
    found = own or topic.get("defaultHealthyRetryPolicy")
    if not found:
        return OF_HTTP
    return RetryPolicy(
        retries=int(found.get("numRetries", OF_HTTP.retries)),
        least_s=float(found.get("minDelayTarget", OF_HTTP.least_s)),
        greatest_s=float(found.get("maxDelayTarget", OF_HTTP.greatest_s)),
        at_once=int(found.get("numNoDelayRetries", 0)),
        with_least=int(found.get("numMinDelayRetries", 0)),
        with_greatest=int(found.get("numMaxDelayRetries", 0)),
        function=str(found.get("backoffFunction", "linear")),
    )


def _read(text: Json) -> dict[str, Json]:
    found = json.loads(text) if isinstance(text, str) and text else text
    return dict(found or {})
