"""Asynchronous invocation: a queue, two retries, then the destination or dead-letter queue.

An event that was accepted is on the disk until it is done or given up.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Protocol

from botocore.exceptions import ClientError
from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import LambdaFunction

from twin_local.execution.arns import parse
from twin_local.execution.functions import event_invoke, lookup
from twin_local.execution.functions.executor import Answer, FunctionExecutor, Throttled
from twin_local.execution.pending import Pending
from twin_local.execution.scheduling import Later
from twin_local.execution.targets import TargetError

LOG = logging.getLogger(__name__)
MAXIMUM_RETRIES = 2
MAXIMUM_AGE_S = 6 * 3600
RETRY_DELAYS_S = (60.0, 120.0)
"""AWS Lambda waits one minute before the first retry and two before the second."""

THROTTLE_DELAY_S = 1.0
THREADS = 8
KIND = "invocation"


class Deliver(Protocol):
    """Send an event to a target ARN, as the role that the target's description names."""

    def __call__(self, arn: str, event: Any, target: dict[str, Any]) -> None: ...


@dataclass(frozen=True)
class Attempt:
    """One asynchronous event and how often it was tried."""

    function: LambdaFunction
    event: Any
    accepted_at: float
    arn: str
    tries: int = 0
    id: int = 0

    @property
    def kept(self) -> dict[str, Any]:
        """Return what the next process needs to make this attempt."""
        return {
            "arn": self.arn,
            "event": self.event,
            "accepted_at": self.accepted_at,
            "tries": self.tries,
        }

    @property
    def settings(self) -> dict[str, Any]:
        """Return the settings of asynchronous invocation that hold for it."""
        return event_invoke.settings_of(self.function, event_invoke.qualifier_of(self.arn))


class AsynchronousQueue:
    """Runs events of functions in the background."""

    def __init__(
        self,
        *,
        executor: FunctionExecutor,
        deliver: Deliver,
        later: Later,
        pending: Pending | None = None,
        retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._kept = pending or Pending()
        self._executor = executor
        self._deliver = deliver
        self._later = later
        self._delays_s = retry_delays_s
        self._clock = clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="lambda-event")
        self._pending = 0
        self._lock = threading.Lock()

    def submit(
        self, function: LambdaFunction, event: Any, *, invoked_arn: str | None = None
    ) -> None:
        """Accept an event; it runs soon. `invoked_arn` is how the caller named the function."""
        arn = invoked_arn or function.function_arn
        attempt = Attempt(function, event, self._clock(), arn)
        self._begin(replace(attempt, id=self._kept.add(KIND, attempt.kept)))

    def resume(self) -> None:
        """Take up the events that an earlier process had accepted and not done."""
        for held in self._kept.held(KIND):
            try:
                function = lookup.find(parse(held.body["arn"]))
            except UnknownFunctionException:
                LOG.error("%s: gone, and an event for it with it", held.body["arn"])
                self._kept.done(held.id)
            else:
                self._begin(Attempt(function=function, id=held.id, **held.body))

    def _begin(self, attempt: Attempt) -> None:
        with self._lock:
            self._pending += 1
        self._queue(attempt)

    @property
    def pending(self) -> int:
        """Events accepted and neither done nor given up."""
        return self._pending

    def close(self) -> None:
        """Stop taking events; those not done wait for the next start."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _queue(self, attempt: Attempt) -> None:
        try:
            self._threads.submit(self._run, attempt)
        except RuntimeError:
            LOG.info("%s: an event waits for the next start", attempt.function.function_name)

    def _run(self, attempt: Attempt) -> None:
        try:
            answer = self._executor.run(attempt.function, attempt.event, invoked_arn=attempt.arn)
        except Throttled:
            self._later.call(THROTTLE_DELAY_S, lambda: self._queue(attempt))
            return
        except Exception:  # a defect of ours: a thread's exception would be seen nowhere
            name = attempt.function.function_name
            LOG.exception("%s: an event is tried again at the next start", name)
            self._counted()
            raise
        if answer.error and self._retry(attempt):
            return
        try:
            self._conclude(attempt, answer)
        finally:
            self._done(attempt)

    def _done(self, attempt: Attempt) -> None:
        self._kept.done(attempt.id)
        self._counted()

    def _counted(self) -> None:
        with self._lock:
            self._pending -= 1

    def _retry(self, attempt: Attempt) -> bool:
        settings = attempt.settings
        allowed = int(settings.get("MaximumRetryAttempts", MAXIMUM_RETRIES))
        oldest_s = float(settings.get("MaximumEventAgeInSeconds", MAXIMUM_AGE_S))
        if attempt.tries >= allowed or self._clock() - attempt.accepted_at > oldest_s:
            return False
        delay_s = self._delays_s[min(attempt.tries, len(self._delays_s) - 1)]
        again = replace(attempt, tries=attempt.tries + 1)
        self._kept.change(attempt.id, again.kept)
        self._later.call(delay_s, lambda: self._queue(again))
        return True

    def _conclude(self, attempt: Attempt, answer: Answer) -> None:
        function = attempt.function
        if answer.error:
            tries = attempt.tries + 1
            LOG.error("%s failed %d times; the event is given up", function.function_name, tries)
        destinations = attempt.settings.get("DestinationConfig", {})
        target = destinations.get("OnFailure" if answer.error else "OnSuccess", {})
        if arn := target.get("Destination"):
            self._send(function, arn, _destination_record(attempt, answer))
        dead_letters = getattr(function, "dead_letter_config", None) or {}
        if answer.error and (arn := dead_letters.get("TargetArn")):
            self._send(function, arn, attempt.event)

    def _send(self, function: LambdaFunction, arn: str, event: Any) -> None:
        """Send to a destination or dead-letter queue, as the function's role; a refusal is told."""
        try:
            self._deliver(arn, event, {"RoleArn": function.role})
        except (ClientError, TargetError) as error:
            LOG.error("%s: %s does not take its event: %s", function.function_name, arn, error)


def _destination_record(attempt: Attempt, answer: Answer) -> dict[str, Any]:
    """Return what Lambda sends to a destination (AWS docs: "Retaining records of asynchronous")."""
    return {
        "version": "1.0",
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        "requestContext": {
            "requestId": answer.request_id,
            "functionArn": attempt.arn
            if event_invoke.qualifier_of(attempt.arn) != "$LATEST"
            else f"{attempt.arn.removesuffix(':$LATEST')}:$LATEST",
            "condition": "RetriesExhausted" if answer.error else "Success",
            "approximateInvokeCount": attempt.tries + 1,
        },
        "requestPayload": attempt.event,
        "responseContext": {
            "statusCode": 200,
            "executedVersion": answer.version,
            **({"functionError": "Unhandled"} if answer.error else {}),
        },
        "responsePayload": json.loads(answer.payload),
    }
