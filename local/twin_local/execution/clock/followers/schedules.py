"""Scheduled rules of EventBridge, and EventBridge Scheduler."""

from __future__ import annotations

from twin_local.execution.clock.follower import Follower, Parts
from twin_local.execution.events.clock import Clock


def build(parts: Parts) -> Follower:
    """Return the follower that fires schedules."""
    return Clock(account=parts.account, deliveries=parts.deliveries, now=parts.clock.now)
