"""A DynamoDB stream as the source of a pipe: in order, retried, given up to a queue or topic.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from moto.pipes.models import Pipe

from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.functions.sources.filters import passes
from twin_local.execution.functions.sources.streams import sequence_number, table_of_stream
from twin_local.execution.pipes.batch import Outcome, PipeFailed, Record
from twin_local.execution.pipes.definition import patterns, source_settings
from twin_local.execution.pipes.queue_source import Send
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
CHECKPOINT = "checkpoint"
"""What a pipe bears besides moto's attributes: the last sequence number that is done with."""

DEFAULT_BATCH = 100
Require = Callable[[str, str, str], None]
GiveUp = Callable[[str, Json], None]


class StreamSource:
    """Reads one stream as the pipe's role; its position is kept with the pipe."""

    def __init__(self, pipe: Pipe, *, require: Require, give_up: GiveUp) -> None:
        self._pipe, self._require, self._give_up = pipe, require, give_up
        self._tries = 0
        self._size: int | None = None
        self._since: float | None = None

    def step(self, send: Send) -> bool:
        """Send one batch on; return whether there was one.

        Raises:
            PipeFailed: the stream may not be read, or the batch was not delivered.
        """
        try:
            self._require(self._pipe.role_arn, "dynamodb:GetRecords", self._pipe.source)
        except AccessDenied as error:
            raise PipeFailed(str(error)) from error
        records = self._unread()
        if not records or not self._is_full(records):
            return False
        kept = [one for one in records if passes(patterns(self._pipe), one.event)]
        outcome = send(kept) if kept else Outcome()
        if outcome.failed:
            self._failed(kept, outcome)
            raise PipeFailed(outcome.reason)
        self._done(records)
        return True

    def _unread(self) -> list[Record]:
        table = table_of_stream(self._pipe.source)
        if table is None or table.stream_shard is None:
            raise PipeFailed(f"{self._pipe.source} does not exist")
        held = [one.to_json() for one in list(table.stream_shard.items)]
        after = int(getattr(self._pipe, CHECKPOINT, 0))
        found = [_record(one, self._pipe.source) for one in held if sequence_number(one) > after]
        return found[: self._size or int(self._settings.get("BatchSize", DEFAULT_BATCH))]

    def _is_full(self, records: list[Record]) -> bool:
        """Say whether a batch is complete, or the window in which it may grow is over."""
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        window_s = float(self._settings.get("MaximumBatchingWindowInSeconds", 0))
        size = int(self._settings.get("BatchSize", DEFAULT_BATCH))
        return bool(self._tries) or len(records) >= size or now - self._since >= window_s

    def _done(self, records: list[Record]) -> None:
        setattr(self._pipe, CHECKPOINT, int(records[-1].item))
        self._tries, self._size, self._since = 0, None, None

    def _failed(self, records: list[Record], outcome: Outcome) -> None:
        """Go on before the first failure, halve the batch if asked to, or give it up."""
        items = [record.item for record in records]
        first = min(items.index(item) for item in outcome.failed)
        if first:
            self._done(records[:first])
        self._tries += 1
        limit = int(self._settings.get("MaximumRetryAttempts", -1))
        oldest_s = int(self._settings.get("MaximumRecordAgeInSeconds", -1))
        is_old = 0 <= oldest_s < time.time() - _created(records[first])
        if (limit >= 0 and self._tries > limit) or is_old:
            self._tell(records[first:])
            self._done(records)
        elif self._settings.get("OnPartialBatchItemFailure") == "AUTOMATIC_BISECT":
            self._size = max(1, len(records[first:]) // 2)

    def _tell(self, records: list[Record]) -> None:
        """Send where the lost batch stands in the stream to the dead-letter target."""
        arn = (self._settings.get("DeadLetterConfig") or {}).get("Arn")
        LOG.error("%s: %d records are given up", self._pipe.arn, len(records))
        if arn is None:
            return
        now = datetime.now(tz=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        letter: dict[str, Json] = {
            "context": {
                "partnerResourceArn": self._pipe.arn,
                "condition": "RetryAttemptsExhausted",
            },
            "version": "1.0",
            "timestamp": now,
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000001541626099285-f35f62ef",
                "startSequenceNumber": records[0].item,
                "endSequenceNumber": records[-1].item,
                "batchSize": len(records),
                "streamArn": self._pipe.source,
            },
        }
        self._give_up(arn, letter)

    @property
    def _settings(self) -> dict[str, Any]:
        return source_settings(self._pipe)


def begin(pipe: Pipe) -> None:
    """Set where a new pipe begins to read: after the newest record, or at the oldest."""
    table = table_of_stream(pipe.source)
    held = list(table.stream_shard.items) if table and table.stream_shard else []
    is_latest = source_settings(pipe).get("StartingPosition") == "LATEST"
    newest = sequence_number(held[-1].to_json()) if held and is_latest else 0
    setattr(pipe, CHECKPOINT, newest)


def _record(held: dict[str, Any], stream: str) -> Record:
    content = dict(held["dynamodb"])
    created = content.get("ApproximateCreationDateTime")
    if isinstance(created, datetime):
        content["ApproximateCreationDateTime"] = created.replace(tzinfo=UTC).timestamp()
    event = {**held, "awsRegion": stream.split(":")[3], "eventSourceARN": stream}
    return Record(str(sequence_number(held)), {**event, "dynamodb": content})


def _created(record: Record) -> float:
    return float(record.event["dynamodb"].get("ApproximateCreationDateTime") or time.time())
