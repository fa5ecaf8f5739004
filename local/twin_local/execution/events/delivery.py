"""Deliver to targets in the background: retries with growing delays, then the dead-letter queue."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from twin_local.execution.scheduling import Later
from twin_local.execution.targets import TargetError, Targets
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
MAXIMUM_ATTEMPTS = 185
MAXIMUM_AGE_S = 86_400
FIRST_DELAY_S, LARGEST_DELAY_S = 1.0, 300.0
THREADS = 8
REFUSALS = (ClientError, BotoCoreError, ServiceException, HTTPException, TargetError, KeyError)


@dataclass(frozen=True)
class Parcel:
    """An input on its way to a target; `source` names the rule or schedule it comes from."""

    source: str
    target: dict[str, Any]
    input: Json
    tries: int = 0
    accepted_at: float = field(default_factory=time.time)

    @property
    def dead_letter_target(self) -> dict[str, Any]:
        """Return how dead letters are sent: by a schedule's role; a rule has none for that."""
        is_schedule = self.source.split(":")[2] == "scheduler"
        return {"RoleArn": self.target["RoleArn"]} if is_schedule else {}


class Deliveries:
    """Sends parcels."""

    def __init__(
        self, *, targets: Targets, later: Later, clock: Callable[[], float] = time.time
    ) -> None:
        self._targets = targets
        self._later = later
        self._clock = clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="events")

    def send(self, parcel: Parcel) -> None:
        """Accept a parcel; it is delivered soon."""
        try:
            self._threads.submit(self._deliver, parcel)
        except RuntimeError:
            LOG.warning("%s: an event came during shutdown", parcel.source)

    def close(self) -> None:
        """Stop delivering."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _deliver(self, parcel: Parcel) -> None:
        arn = parcel.target["Arn"]
        try:
            self._targets.deliver(arn, parcel.input, parcel.target)
        except REFUSALS as error:
            LOG.error("%s: target %s refused: %s", parcel.source, arn, error)
            if not (_may_pass(error) and self._retry(parcel)):
                self._give_up(parcel, error)
        except Exception:  # a defect of ours: a thread's exception would be seen nowhere
            LOG.exception("%s: an event for %s was lost", parcel.source, arn)
            raise

    def _retry(self, parcel: Parcel) -> bool:
        policy = parcel.target.get("RetryPolicy") or {}
        attempts = int(policy.get("MaximumRetryAttempts", MAXIMUM_ATTEMPTS))
        age_s = float(policy.get("MaximumEventAgeInSeconds", MAXIMUM_AGE_S))
        if parcel.tries >= attempts or self._clock() - parcel.accepted_at > age_s:
            return False
        delay_s = min(FIRST_DELAY_S * 2**parcel.tries, LARGEST_DELAY_S)
        again = replace(parcel, tries=parcel.tries + 1)
        self._later.call(delay_s, lambda: self.send(again))
        return True

    def _give_up(self, parcel: Parcel, error: Exception) -> None:
        queue = (parcel.target.get("DeadLetterConfig") or {}).get("Arn")
        if queue is None:
            LOG.error("%s: the event for %s is given up", parcel.source, parcel.target["Arn"])
            return
        try:
            self._targets.deliver(queue, parcel.input, parcel.dead_letter_target)
        except REFUSALS as second:
            LOG.error("%s: nor does %s take it: %s", parcel.source, queue, second)


def _may_pass(error: Exception) -> bool:
    """Say whether trying again can help: throttling and faults of the service."""
    if isinstance(error, ClientError):
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return bool(status >= 500 or status == 429)
    return False
