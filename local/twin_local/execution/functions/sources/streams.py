"""DynamoDB streams as event sources: in order, retried, split, and given up to a destination.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from moto.awslambda.models import EventSourceMapping
from moto.core.utils import unix_time
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table

from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.arns import parse
from twin_local.execution.functions.sources.batches import MappedFunction, Run, within_size
from twin_local.execution.functions.sources.filters import passes, read_patterns
from twin_local.execution.functions.sources.retries import BatchRunner
from twin_local.execution.functions.sources.rules import Require

LOG = logging.getLogger(__name__)
Record = dict[str, Any]
POSITION = "checkpoint"
"""The attribute of a mapping that says how far it has read: it is kept with moto's state."""


class StreamSource:
    """Reads the stream of one table for one mapping; its position is kept with the mapping."""

    def __init__(
        self, function: MappedFunction, run: Run, runner: BatchRunner, require: Require
    ) -> None:
        self._function = function
        self._run = run
        self._runner = runner
        self._require = require
        self._stream = parse(function.mapping.event_source_arn)
        self._busy = False
        self._since: float | None = None

    def poll(self, now: float) -> None:
        """Start a batch when one is due and none runs: a shard is read in order."""
        if self._busy or not (records := self._unread()):
            self._since = None if not self._busy else self._since
            return
        self._since = now if self._since is None else self._since
        full = len(records) >= self._function.mapping.batch_size
        if not full and now - self._since < self._function.window_s:
            return
        try:
            role = self._function.named.function.role
            self._require(role, "dynamodb:GetRecords", self._stream.text)
        except AccessDenied as error:
            self._function.tell(f"PROBLEM: {error}")
            return
        self._since, self._busy = None, True
        self._run(lambda: self._handle(records))

    def _unread(self) -> list[Record]:
        """Return the next records, at most a batch."""
        table = table_of_stream(self._stream.text)
        if table is None or table.stream_shard is None:
            return []
        position = int(getattr(self._function.mapping, POSITION, 0) or 0)
        records = [item.to_json() for item in list(table.stream_shard.items)]
        unread = [one for one in records if sequence_number(one) > position]
        return unread[: self._function.mapping.batch_size]

    def _handle(self, read: list[Record]) -> None:
        try:
            mapping = self._function.mapping
            patterns = read_patterns(mapping.filter_criteria)
            records = [self._as_event(record) for record in read]
            kept = [record for record in records if passes(patterns, record)]
            while kept and not self._runner.is_over(mapping):
                count = within_size(kept)
                if not self._runner.run(self._function, kept[:count]):
                    return
                setattr(mapping, POSITION, str(sequence_number(kept[count - 1])))
                kept = kept[count:]
            if not kept:
                setattr(mapping, POSITION, str(sequence_number(read[-1])))
        finally:
            self._busy = False

    def _as_event(self, record: Record) -> Record:
        content = dict(record["dynamodb"])
        moment = content.get("ApproximateCreationDateTime")
        if isinstance(moment, datetime):
            content["ApproximateCreationDateTime"] = unix_time(moment)
        return {
            **record,
            "awsRegion": self._stream.region,
            "dynamodb": content,
            "eventSourceARN": self._stream.text,
        }


def table_of_stream(stream_arn: str) -> Table | None:
    """Return the table of a stream."""
    arn = parse(stream_arn)
    name = arn.resource.split("/")[1]
    table: Table | None = dynamodb_backends[arn.account][arn.region].tables.get(name)
    return table if table is not None and str(table.latest_stream_label) in stream_arn else None


def sequence_number(record: Record) -> int:
    """Return where a record stands in its shard."""
    return int(record["dynamodb"]["SequenceNumber"])


def begin(mapping: EventSourceMapping) -> None:
    """Set where a new mapping begins to read: after the newest record, or at the oldest."""
    table = table_of_stream(mapping.event_source_arn)
    items = list(table.stream_shard.items) if table and table.stream_shard else []
    latest = mapping.starting_position == "LATEST" and items
    setattr(mapping, POSITION, str(sequence_number(items[-1].to_json())) if latest else "0")
