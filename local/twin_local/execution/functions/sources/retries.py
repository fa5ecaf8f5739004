"""How a batch of a stream is tried again: whole, from the item that failed, or in halves.

https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from moto.awslambda.models import EventSourceMapping

from twin_local.execution.functions.asynchronous import Deliver
from twin_local.execution.functions.executor import Answer, Throttled
from twin_local.execution.functions.sources.batches import MappedFunction
from twin_local.execution.functions.sources.outcome import failed_items
from twin_local.execution.targets import TargetError

LOG = logging.getLogger(__name__)
FIRST_DELAY_S, LARGEST_DELAY_S = 1.0, 60.0
Record = dict[str, Any]


@dataclass
class BatchRunner:
    """Runs batches until they are done with; `stop` ends it at any moment."""

    deliver: Deliver
    stop: threading.Event
    first_delay_s: float = FIRST_DELAY_S
    clock: Callable[[], float] = time.time
    deleted: set[str] = field(default_factory=set)

    def is_over(self, mapping: EventSourceMapping) -> bool:
        """Say whether a mapping is not to be read any more."""
        return self.stop.is_set() or not mapping.enabled or mapping.uuid in self.deleted

    def run(self, function: MappedFunction, records: list[Record]) -> bool:
        """Run a batch until all of it has succeeded or was given up; False when it was stopped."""
        tries = 0
        while not self.is_over(function.mapping):
            try:
                answer = function.run(records)
            except Throttled:
                self._wait(tries)
                continue
            failed = failed_items(
                answer, [_number(one) for one in records], reports=function.reports_items
            )
            if not failed:
                return True
            first = min(index for index, one in enumerate(records) if _number(one) in failed)
            records, tries = records[first:], tries + 1
            if condition := self._is_given_up(function.mapping, records, tries):
                self._give_up(function, records, answer, condition, tries)
                return True
            if function.mapping.bisect_on_error and len(records) > 1:
                half = len(records) // 2
                return self.run(function, records[:half]) and self.run(function, records[half:])
            self._wait(tries - 1)
        return False

    def _wait(self, tries: int) -> None:
        self.stop.wait(min(self.first_delay_s * 2**tries, LARGEST_DELAY_S))

    def _is_given_up(
        self, mapping: EventSourceMapping, records: list[Record], tries: int
    ) -> str | None:
        """Return why a batch is given up, None when it is to be tried again."""
        age_s = float(mapping.max_record_age or -1)
        if age_s > 0 and self.clock() - _arrival(records[0]) > age_s:
            return "RecordAgeExceeded"
        most = mapping.max_retry_attempts
        may_split = mapping.bisect_on_error and len(records) > 1
        if most is None or int(most) < 0 or may_split or tries <= int(most):
            return None
        return "RetryAttemptsExhausted"

    def _give_up(
        self,
        function: MappedFunction,
        records: list[Record],
        answer: Answer,
        condition: str,
        tries: int,
    ) -> None:
        mapping = function.mapping
        LOG.error("%s: a batch of %d is given up: %s", mapping.arn, len(records), condition)
        target = (mapping.destination_config or {}).get("OnFailure") or {}
        if not (arn := target.get("Destination")):
            return
        letter = _letter(function, records, answer, condition, tries)
        try:
            self.deliver(arn, letter, {"RoleArn": function.named.function.role})
        except (ClientError, TargetError) as error:
            LOG.error("%s: %s does not take the batch: %s", mapping.arn, arn, error)


def _letter(
    function: MappedFunction, records: list[Record], answer: Answer, condition: str, tries: int
) -> dict[str, Any]:
    """Return what the destination gets: where the records are, not the records."""
    numbers = [_number(one) for one in records]
    return {
        "requestContext": {
            "requestId": answer.request_id,
            "functionArn": function.named.function.function_arn,
            "condition": condition,
            "approximateInvokeCount": tries,
        },
        "responseContext": {
            "statusCode": 200,
            "executedVersion": answer.version,
            "functionError": "Unhandled",
        },
        "version": "1.0",
        "timestamp": _iso(time.time()),
        "DDBStreamBatchInfo": {
            "shardId": "shardId-00000001541626099285-f35f62ef",
            "startSequenceNumber": numbers[0],
            "endSequenceNumber": numbers[-1],
            "approximateArrivalOfFirstRecord": _iso(_arrival(records[0])),
            "approximateArrivalOfLastRecord": _iso(_arrival(records[-1])),
            "batchSize": len(records),
            "streamArn": function.mapping.event_source_arn,
        },
    }


def _number(record: Record) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _arrival(record: Record) -> float:
    return float(record["dynamodb"]["ApproximateCreationDateTime"])


def _iso(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(moment))
