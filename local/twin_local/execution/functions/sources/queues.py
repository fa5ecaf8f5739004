"""Queues as event sources: batches, their window, concurrency and what a failure leaves.

Messages are received and deleted as the function's role. What failed stays in the queue until its
visibility timeout is over; the queue's own redrive policy then decides.
https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

from __future__ import annotations

import base64
import logging
import threading
from typing import Any

from botocore.exceptions import ClientError
from moto.sqs.models import sqs_backends

from twin_local.execution.arns import Arn, parse
from twin_local.execution.functions.executor import Throttled
from twin_local.execution.functions.sources.batches import MappedFunction, Run, within_size
from twin_local.execution.functions.sources.filters import passes, read_patterns
from twin_local.execution.functions.sources.outcome import failed_items
from twin_local.execution.in_process import ENDPOINT_URL, client

LOG = logging.getLogger(__name__)
RECEIVED_AT_ONCE = 10
CONCURRENT_BATCHES = 5
"""Lambda begins with five batches at a time; a mapping's maximum concurrency may say more."""

Message = dict[str, Any]


class QueueSource:
    """Polls one queue for one mapping."""

    def __init__(self, function: MappedFunction, run: Run) -> None:
        self._function = function
        self._run = run
        self._queue: Arn = parse(function.mapping.event_source_arn)
        self._lock = threading.Lock()
        self._running = 0
        self._since: float | None = None

    def poll(self, now: float) -> None:
        """Receive a batch when one is due and may run."""
        if self._running >= self._limit or not self._is_due(now):
            return
        try:
            messages = self._receive()
        except ClientError as error:
            self._function.tell(f"PROBLEM: {error.response['Error']['Message']}")
            return
        if messages:
            with self._lock:
                self._running += 1
            self._run(lambda: self._handle(messages))

    @property
    def _limit(self) -> int:
        if self._queue.resource.endswith(".fifo"):
            return 1
        scaling = self._function.mapping.scaling_config or {}
        return int(scaling.get("MaximumConcurrency") or CONCURRENT_BATCHES)

    def _is_due(self, now: float) -> bool:
        """Say whether messages wait: a full batch, or some for as long as the window."""
        backend = sqs_backends[self._queue.account][self._queue.region]
        queue = backend.queues.get(self._queue.resource)
        waiting = len(queue.messages) if queue else 0
        if not waiting:
            self._since = None
            return False
        if self._since is None:
            self._since = now
        full = waiting >= self._function.mapping.batch_size
        return full or now - self._since >= self._function.window_s

    def _receive(self) -> list[Message]:
        size = self._function.mapping.batch_size
        messages: list[Message] = []
        while len(messages) < size:
            received = self._sqs().receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(size - len(messages), RECEIVED_AT_ONCE),
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
                WaitTimeSeconds=0,
            )
            if not (found := received.get("Messages", [])):
                break
            messages += found
        self._since = None
        return messages

    def _handle(self, messages: list[Message]) -> None:
        try:
            patterns = read_patterns(self._function.mapping.filter_criteria)
            records = [_record(message, self._queue) for message in messages]
            kept = [record for record in records if passes(patterns, record)]
            done = {record["messageId"] for record in records if record not in kept}
            while kept:
                count = within_size(kept)
                done |= self._invoke(kept[:count])
                kept = kept[count:]
            self._delete([one for one in messages if one["MessageId"] in done])
        except ClientError as error:
            LOG.error("%s: %s", self._queue.text, error)
        finally:
            with self._lock:
                self._running -= 1

    def _invoke(self, records: list[dict[str, Any]]) -> set[str]:
        """Return the messages that are done with."""
        items = [record["messageId"] for record in records]
        try:
            answer = self._function.run(records)
        except Throttled as error:
            LOG.info("%s: %s", self._queue.text, error)
            return set()
        failed = failed_items(answer, items, reports=self._function.reports_items)
        return set(items) - failed

    def _delete(self, messages: list[Message]) -> None:
        for start in range(0, len(messages), RECEIVED_AT_ONCE):
            entries = [
                {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]}
                for index, message in enumerate(messages[start : start + RECEIVED_AT_ONCE])
            ]
            self._sqs().delete_message_batch(QueueUrl=self._url, Entries=entries)

    @property
    def _url(self) -> str:
        return f"{ENDPOINT_URL}/{self._queue.account}/{self._queue.resource}"

    def _sqs(self) -> Any:
        return client("sqs", self._queue.region, self._function.named.function.role)


def _record(message: Message, queue: Arn) -> dict[str, Any]:
    record = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.text,
        "awsRegion": queue.region,
    }
    if digest := message.get("MD5OfMessageAttributes"):
        record["md5OfMessageAttributes"] = digest
    return record


def _attribute(value: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"stringListValues": [], "binaryListValues": []}
    if "StringValue" in value:
        shown["stringValue"] = value["StringValue"]
    if "BinaryValue" in value:
        shown["binaryValue"] = base64.b64encode(value["BinaryValue"]).decode()
    return {**shown, "dataType": value["DataType"]}
