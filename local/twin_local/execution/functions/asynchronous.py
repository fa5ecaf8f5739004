"""Asynchronous invocation: a queue, two retries, then the destination or dead-letter queue."""

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
from moto.awslambda.models import LambdaFunction

from twin_local.execution.functions.executor import Answer, FunctionExecutor, Throttled
from twin_local.execution.scheduling import Later
from twin_local.execution.targets import TargetError

LOG = logging.getLogger(__name__)
MAXIMUM_RETRIES = 2
MAXIMUM_AGE_S = 6 * 3600
RETRY_DELAYS_S = (60.0, 120.0)
"""AWS Lambda waits one minute before the first retry and two before the second."""

THROTTLE_DELAY_S = 1.0
THREADS = 8


class Deliver(Protocol):
    """Send an event to a target ARN, as the role that the target's description names."""

    def __call__(self, arn: str, event: Any, target: dict[str, Any]) -> None: ...


@dataclass(frozen=True)
class Attempt:
    """One asynchronous event and how often it was tried."""

    function: LambdaFunction
    event: Any
    accepted_at: float
    tries: int = 0


class AsynchronousQueue:
    """Runs events of functions in the background."""

    def __init__(
        self,
        *,
        executor: FunctionExecutor,
        deliver: Deliver,
        later: Later,
        retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._executor = executor
        self._deliver = deliver
        self._later = later
        self._delays_s = retry_delays_s
        self._clock = clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="lambda-event")
        self._pending = 0
        self._lock = threading.Lock()

    def submit(self, function: LambdaFunction, event: Any) -> None:
        """Accept an event; it runs soon."""
        with self._lock:
            self._pending += 1
        self._queue(Attempt(function, event, self._clock()))

    @property
    def pending(self) -> int:
        """Events accepted and neither done nor given up."""
        return self._pending

    def close(self) -> None:
        """Stop taking events; those running go on, those waiting are dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _queue(self, attempt: Attempt) -> None:
        try:
            self._threads.submit(self._run, attempt)
        except RuntimeError:
            LOG.warning("%s: an event came during shutdown", attempt.function.function_name)

    def _run(self, attempt: Attempt) -> None:
        try:
            answer = self._executor.run(attempt.function, attempt.event)
        except Throttled:
            self._later.call(THROTTLE_DELAY_S, lambda: self._queue(attempt))
            return
        except Exception:  # a defect of ours: a thread's exception would be seen nowhere
            LOG.exception("%s: an event was lost", attempt.function.function_name)
            self._done()
            raise
        if answer.error and self._retry(attempt):
            return
        try:
            self._conclude(attempt, answer)
        finally:
            self._done()

    def _done(self) -> None:
        with self._lock:
            self._pending -= 1

    def _retry(self, attempt: Attempt) -> bool:
        settings = _settings(attempt.function)
        allowed = int(settings.get("MaximumRetryAttempts", MAXIMUM_RETRIES))
        oldest_s = float(settings.get("MaximumEventAgeInSeconds", MAXIMUM_AGE_S))
        if attempt.tries >= allowed or self._clock() - attempt.accepted_at > oldest_s:
            return False
        delay_s = self._delays_s[min(attempt.tries, len(self._delays_s) - 1)]
        again = replace(attempt, tries=attempt.tries + 1)
        self._later.call(delay_s, lambda: self._queue(again))
        return True

    def _conclude(self, attempt: Attempt, answer: Answer) -> None:
        function = attempt.function
        if answer.error:
            tries = attempt.tries + 1
            LOG.error("%s failed %d times; the event is given up", function.function_name, tries)
        destinations = _settings(function).get("DestinationConfig", {})
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


def _settings(function: LambdaFunction) -> dict[str, Any]:
    configurations = function.event_invoke_config
    return dict(configurations[0].config) if configurations else {}


def _destination_record(attempt: Attempt, answer: Answer) -> dict[str, Any]:
    """Return what Lambda sends to a destination (AWS docs: "Retaining records of asynchronous")."""
    return {
        "version": "1.0",
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        "requestContext": {
            "requestId": answer.request_id,
            "functionArn": f"{attempt.function.function_arn}:$LATEST",
            "condition": "RetriesExhausted" if answer.error else "Success",
            "approximateInvokeCount": attempt.tries + 1,
        },
        "requestPayload": attempt.event,
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            **({"functionError": "Unhandled"} if answer.error else {}),
        },
        "responsePayload": json.loads(answer.payload),
    }
