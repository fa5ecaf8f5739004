"""Who waits in a thread: Step Functions' Wait states, timeouts, heartbeats and retries."""

from __future__ import annotations

from twin_local.execution.clock.follower import Follower, Parts
from twin_local.execution.clock.stops import Stops


def build(parts: Parts) -> Follower:
    """Return the follower of all waits."""
    return Stops("waits", parts.clock.next_wait_end)
