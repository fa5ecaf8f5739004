"""SQS as the source of a pipe: deleted when delivered, visible again when not.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from moto.pipes.models import Pipe

from twin_local.execution.arns import parse
from twin_local.execution.functions.sources.filters import passes
from twin_local.execution.in_process import client
from twin_local.execution.pipes.batch import Outcome, PipeFailed, Record
from twin_local.execution.pipes.definition import patterns, source_settings
from twin_local.execution.types import Json

DEFAULT_BATCH = 10
AT_ONCE = 10
Send = Callable[[list[Record]], Outcome]


class QueueSource:
    """Reads one queue as the pipe's role."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._queue = parse(pipe.source)

    def step(self, send: Send) -> bool:
        """Send one batch on; return whether there was one.

        Raises:
            PipeFailed: the queue cannot be read, or the batch was not delivered.
        """
        try:
            messages = self._receive()
            if not messages:
                return False
            records = [_record(message, self._queue.text) for message in messages]
            kept = [one for one in records if passes(patterns(self._pipe), one.event)]
            outcome = send(kept) if kept else Outcome()
            failed = self._failed(kept, outcome)
            self._delete([one for one in messages if one["MessageId"] not in failed])
        except ClientError as error:
            raise PipeFailed(f"{self._queue.text}: {error}") from error
        if outcome.failed:
            raise PipeFailed(outcome.reason)
        return True

    def _failed(self, records: list[Record], outcome: Outcome) -> frozenset[str]:
        """Return what stays in the queue; of a FIFO queue all from the first failure on."""
        if not self._queue.resource.endswith(".fifo") or not outcome.failed:
            return outcome.failed
        items = [record.item for record in records]
        first = min(items.index(item) for item in outcome.failed)
        return frozenset(items[first:])

    def _receive(self) -> list[dict[str, Any]]:
        """Return a batch: as many as fit, waiting for more as long as the window."""
        settings = source_settings(self._pipe)
        size = int(settings.get("BatchSize", DEFAULT_BATCH))
        end = time.monotonic() + float(settings.get("MaximumBatchingWindowInSeconds", 0))
        messages: list[dict[str, Any]] = []
        while len(messages) < size:
            answer = self._sqs().receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(size - len(messages), AT_ONCE),
                MessageAttributeNames=["All"],
                MessageSystemAttributeNames=["All"],
                WaitTimeSeconds=0,
            )
            found = answer.get("Messages", [])
            messages += found
            if not found and (not messages or time.monotonic() >= end):
                break
            if not found:
                time.sleep(0.1)
        return messages

    def _delete(self, messages: list[dict[str, Any]]) -> None:
        for start in range(0, len(messages), AT_ONCE):
            entries = [
                {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]}
                for index, message in enumerate(messages[start : start + AT_ONCE])
            ]
            self._sqs().delete_message_batch(QueueUrl=self._url, Entries=entries)

    @property
    def _url(self) -> str:
        return f"http://in-process/{self._queue.account}/{self._queue.resource}"

    def _sqs(self) -> Any:
        return client("sqs", self._queue.region, self._pipe.role_arn)


def _record(message: dict[str, Any], queue: str) -> Record:
    event: dict[str, Json] = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {name[:1].lower() + name[1:]: _text(item) for name, item in value.items()}
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue,
        "awsRegion": queue.split(":")[3],
    }
    return Record(message["MessageId"], event)


def _text(value: Json) -> Json:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
