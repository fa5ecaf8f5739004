"""Move samples between the lanes of the spool as time passes, and keep it within its size."""

from __future__ import annotations

import logging

from edge_publisher.policy import PublishPolicy
from edge_publisher.sink import UNKNOWN_SIGNAL
from edge_runtime.spool import Spool
from twin.telemetry.sample import NANOSECONDS
from twin.telemetry.validation import MAXIMUM_AGE_SECONDS

logger = logging.getLogger("edge_publisher")


def hold_old(spool: Spool, *, now: float) -> None:
    """Put aside what is too old for the real-time path; it waits for an import."""
    oldest = spool.oldest_time()
    if oldest is not None and oldest < now - MAXIMUM_AGE_SECONDS:
        _hold(spool, now=now)


def sweep(spool: Spool, policy: PublishPolicy, *, now: float) -> None:
    """Do what need not be done in every round."""
    _hold(spool, now=now)
    freed = spool.unhold(since_nanoseconds=_horizon(now))
    if freed:
        logger.warning("%d values are not too old after all: the clock was wrong", freed)
    _bury_unknown(spool, policy, now=now)
    _enforce_limits(spool, policy)


def _hold(spool: Spool, *, now: float) -> None:
    held = spool.hold(before_nanoseconds=_horizon(now))
    if held:
        logger.warning("%d values are too old for real time and wait for an import", held)


def _bury_unknown(spool: Spool, policy: PublishPolicy, *, now: float) -> None:
    before = now - policy.unknown_signal_seconds
    while expired := spool.waiting.expired(
        UNKNOWN_SIGNAL, before=before, limit=policy.values_per_round
    ):
        spool.refuse(expired, now=now)
        logger.error("%d values of unknown signals refused for good", len(expired))


def _enforce_limits(spool: Spool, policy: PublishPolicy) -> None:
    """Drop the oldest of each lane above its size, counted and logged."""
    dropped = {
        "pending": spool.drop_oldest(keep=policy.maximum_pending),
        "bulk": spool.side_lanes.drop_oldest("bulk", keep=policy.maximum_bulk),
        "dead": spool.side_lanes.drop_oldest("dead", keep=policy.maximum_dead_letters),
    }
    for lane, number in dropped.items():
        if number:
            logger.error("the lane %s is full: %d oldest values dropped", lane, number)


def _horizon(now: float) -> int:
    return round((now - MAXIMUM_AGE_SECONDS) * NANOSECONDS)
