"""Build the clock with its followers."""

from __future__ import annotations

from twin_local.engine.rooms import modules_with
from twin_local.execution.clock import followers
from twin_local.execution.clock.follower import Parts
from twin_local.execution.clock.timeline import Timeline


def build(parts: Parts) -> Timeline:
    """Return the timeline of a clock with every follower there is."""
    found = [module.build(parts) for module in modules_with(followers, "build")]
    return Timeline(clock=parts.clock, followers=found)
