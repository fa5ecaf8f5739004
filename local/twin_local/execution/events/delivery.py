"""Deliver to targets in the background: retries with growing delays, then the dead-letter queue.

A parcel that was accepted is on the disk until it is delivered or given up.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.arns import parse
from twin_local.execution.pending import Pending
from twin_local.execution.scheduling import Later
from twin_local.execution.targets import TargetError, Targets
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
MAXIMUM_ATTEMPTS = 185
MAXIMUM_AGE_S = 86_400
FIRST_DELAY_S, LARGEST_DELAY_S = 1.0, 300.0
THREADS = 8
KIND = "delivery"
SCHEDULER = "scheduler"
REFUSALS = (ClientError, BotoCoreError, ServiceException, HTTPException, TargetError, KeyError)


@dataclass(frozen=True)
class Parcel:
    """An input on its way to a target.

    `source` is the ARN of the rule, schedule or bucket that it comes from, whose `account` stands
    in it except in a bucket's.
    """

    source: str
    target: dict[str, Any]
    input: Json
    account: str = ""
    tries: int = 0
    accepted_at: float | None = None
    id: int | None = None

    @property
    def caller(self) -> ServiceCaller:
        """Return whom the policy of a target, or the trust policy of a role, must name."""
        arn, source = parse(self.source), self.source
        account = self.account or arn.account
        if arn.service == SCHEDULER:  # known to policies by its group
            group = arn.resource.split("/")[1]
            source = (
                f"arn:{arn.partition}:{SCHEDULER}:{arn.region}:{account}:schedule-group/{group}"
            )
        return ServiceCaller(f"{arn.service}.amazonaws.com", source, account)

    @property
    def dead_letter_target(self) -> dict[str, Any]:
        """Return how dead letters are sent: by a schedule's role; a rule has none for that."""
        is_schedule = parse(self.source).service == SCHEDULER
        return {"RoleArn": self.target["RoleArn"]} if is_schedule else {}


class Deliveries:
    """Sends parcels."""

    def __init__(
        self,
        *,
        targets: Targets,
        later: Later,
        pending: Pending | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._targets = targets
        self._pending = pending or Pending()
        self._later = later
        self._clock = clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="events")
        self._attempts: set[Future[None]] = set()
        self._lock = threading.Lock()

    def send(self, parcel: Parcel) -> None:
        """Accept a parcel; it is delivered soon."""
        if parcel.accepted_at is None:
            parcel = replace(parcel, accepted_at=self._clock())
        if parcel.id is None:
            parcel = replace(parcel, id=self._pending.add(KIND, asdict(parcel)))
        self._start(parcel)

    def resume(self) -> None:
        """Take up what an earlier process had accepted and not delivered."""
        for held in self._pending.held(KIND):
            self._start(Parcel(**{**held.body, "id": held.id}))

    def _start(self, parcel: Parcel) -> None:
        try:
            attempt = self._threads.submit(self._deliver, parcel)
        except RuntimeError:
            LOG.info("%s: an event waits for the next start", parcel.source)
            return
        with self._lock:
            self._attempts.add(attempt)
        attempt.add_done_callback(self._attempts.discard)

    def settle(self, seconds: float) -> bool:
        """Wait until every attempt so far has ended, at most so long; say whether they have."""
        with self._lock:
            attempts = list(self._attempts)
        return not wait(attempts, timeout=seconds).not_done

    def close(self) -> None:
        """Stop delivering."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _deliver(self, parcel: Parcel) -> None:
        arn = parcel.target["Arn"]
        try:
            self._targets.deliver(arn, parcel.input, parcel.target, caller=parcel.caller)
        except REFUSALS as error:
            LOG.error("%s: target %s refused: %s", parcel.source, arn, error)
            if not (_may_pass(error) and self._retry(parcel)):
                self._give_up(parcel, error)
        except Exception:  # a defect of ours: a thread's exception would be seen nowhere
            LOG.exception(
                "%s: an event for %s is tried again at the next start", parcel.source, arn
            )
            raise
        else:
            self._done(parcel)

    def _retry(self, parcel: Parcel) -> bool:
        policy = parcel.target.get("RetryPolicy") or {}
        attempts = int(policy.get("MaximumRetryAttempts", MAXIMUM_ATTEMPTS))
        age_s = float(policy.get("MaximumEventAgeInSeconds", MAXIMUM_AGE_S))
        if parcel.tries >= attempts or self._clock() - (parcel.accepted_at or 0.0) > age_s:
            return False
        delay_s = min(FIRST_DELAY_S * 2**parcel.tries, LARGEST_DELAY_S)
        again = replace(parcel, tries=parcel.tries + 1)
        self._pending.change(parcel.id or 0, asdict(again))
        self._later.call(delay_s, lambda: self._start(again))
        return True

    def _done(self, parcel: Parcel) -> None:
        self._pending.done(parcel.id or 0)

    def _give_up(self, parcel: Parcel, error: Exception) -> None:
        queue = (parcel.target.get("DeadLetterConfig") or {}).get("Arn")
        if queue is None:
            LOG.error("%s: the event for %s is given up", parcel.source, parcel.target["Arn"])
            self._done(parcel)
            return
        try:
            self._targets.deliver(
                queue, parcel.input, parcel.dead_letter_target, caller=parcel.caller
            )
        except REFUSALS as second:
            LOG.error("%s: nor does %s take it: %s", parcel.source, queue, second)
        self._done(parcel)


def _may_pass(error: Exception) -> bool:
    """Say whether trying again can help: throttling and faults of the service."""
    if isinstance(error, ClientError):
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return bool(status >= 500 or status == 429)
    return False
