"""Alarm records in DynamoDB: optimistic locking, and an outbox so that no change goes untold.

An item holds the record and the announcements that are not delivered yet. A function that dies
between the two leaves them for the next evaluation: announcements are at least once. Each change of
state is recorded in the alarm's history by the same transaction: exactly once.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from time import sleep
from typing import TYPE_CHECKING, Any

from iot_runtime.alarm_history import TransitionPage, history_put, newest_transitions
from twin.alarms.errors import AlarmConflict
from twin.alarms.history import STATE_KEY, AlarmTransition, partition
from twin.alarms.state import AlarmRecord
from twin_runtime.errors import TableBusy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MAXIMUM_ATTEMPTS = 8
FASTER = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
"""Why a transaction is cancelled where another writer was faster."""

_MAXIMUM_BATCH = 100
_MAXIMUM_READS = 8
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.05, 1.0


@dataclass(frozen=True)
class Announcement:
    """One change to tell: the event's detail, and the SiteWise value at its time (seconds)."""

    detail: dict[str, Any]
    state_value: str
    time: float


@dataclass(frozen=True)
class StoredAlarm:
    """An alarm as stored; `revision` rises with every change."""

    record: AlarmRecord
    revision: int = 0
    outbox: tuple[Announcement, ...] = ()


@dataclass(frozen=True)
class Changed:
    """An alarm after a change, what to tell of it and what its history remembers."""

    record: AlarmRecord
    announcements: tuple[Announcement, ...] = ()
    transitions: tuple[AlarmTransition, ...] = ()


Change = Callable[[AlarmRecord], Changed]


class AlarmTable:
    """The table of one site's alarms."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def load(self, alarm_id: str) -> StoredAlarm:
        """Return an alarm; one that was never evaluated is normal."""
        answer = self._client.get_item(
            TableName=self._name, Key=_key(alarm_id), ConsistentRead=True
        )
        item = answer.get("Item")
        return StoredAlarm(AlarmRecord(alarm_id)) if item is None else _stored(item)

    def load_all(self, alarm_ids: Iterable[str]) -> dict[str, AlarmRecord]:
        """Return the records of all these alarms by id.

        Raises:
            TableBusy: DynamoDB left some unread, again and again.
        """
        ids = list(alarm_ids)
        records = {alarm_id: AlarmRecord(alarm_id) for alarm_id in ids}
        for start in range(0, len(ids), _MAXIMUM_BATCH):
            for item in self._items([_key(i) for i in ids[start : start + _MAXIMUM_BATCH]]):
                record = _stored(item).record
                records[record.alarm_id] = record
        return records

    def update(self, alarm_id: str, change: Change) -> StoredAlarm:
        """Apply a change to the newest record, again where another writer was faster.

        Raises `AlarmConflict` where that happens over and over.
        """
        for _ in range(MAXIMUM_ATTEMPTS):
            stored = self.load(alarm_id)
            changed = change(stored.record)
            if changed.record == stored.record:
                return stored
            outbox = (*stored.outbox, *changed.announcements)
            following = StoredAlarm(changed.record, stored.revision + 1, outbox)
            if self._save(following, changed.transitions, expected=stored.revision):
                return following
        raise AlarmConflict(f"{alarm_id} is being changed by others; try again")

    def clear_outbox(self, stored: StoredAlarm) -> None:
        """Note that everything is told; a newer revision keeps its own outbox."""
        self._save(
            replace(stored, revision=stored.revision + 1, outbox=()), expected=stored.revision
        )

    def history(
        self, alarm_id: str, *, start: float, end: float, limit: int, token: str | None
    ) -> TransitionPage:
        """Return one page of what happened to an alarm in [start, end], newest first.

        Raises:
            QueryInvalid: the token is not of this history.
        """
        return newest_transitions(
            self._client, self._name, alarm_id, start=start, end=end, limit=limit, token=token
        )

    def _items(self, keys: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - DynamoDB's keys
        """Yield the items of up to 100 keys; a busy table is asked again after a pause."""
        for attempt in range(_MAXIMUM_READS):
            if attempt:
                sleep(_pause_seconds(attempt))
            # Consistent, so that who has just acknowledged an alarm sees that.
            wanted: Any = {self._name: {"Keys": keys, "ConsistentRead": True}}
            answer = self._client.batch_get_item(RequestItems=wanted)
            yield from answer["Responses"].get(self._name, [])
            unprocessed: Any = answer["UnprocessedKeys"]
            keys = unprocessed.get(self._name, {}).get("Keys", [])
            if not keys:
                return
        raise TableBusy(
            "the table of alarms is busy; try again",
            found=f"{len(keys)} items unread after {_MAXIMUM_READS} attempts",
            expected="all items read",
            where=self._name,
        )

    def _save(
        self, stored: StoredAlarm, transitions: tuple[AlarmTransition, ...] = (), *, expected: int
    ) -> bool:
        """Write an alarm and its history; return False where another writer was faster."""
        item: Any = {
            **_key(stored.record.alarm_id),
            "revision": {"N": str(stored.revision)},
            "record": {"S": json.dumps(asdict(stored.record))},
            "outbox": {"S": json.dumps([asdict(entry) for entry in stored.outbox])},
        }
        state: Any = {
            "TableName": self._name,
            "Item": item,
            "ConditionExpression": "attribute_not_exists(pk) OR revision = :expected",
            "ExpressionAttributeValues": {":expected": {"N": str(expected)}},
        }
        if not transitions:
            return self._put(state)
        records = [
            history_put(self._name, replace(one, revision=stored.revision, number=number))
            for number, one in enumerate(transitions)
        ]
        return self._put_together([{"Put": state}, *records])

    def _put(self, state: Any) -> bool:  # noqa: ANN401 - a request as DynamoDB takes it
        try:
            self._client.put_item(**state)
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _put_together(self, puts: Any) -> bool:  # noqa: ANN401 - a request as DynamoDB takes it
        try:
            self._client.transact_write_items(TransactItems=puts)
        except self._client.exceptions.TransactionCanceledException as error:
            reasons = {one.get("Code") for one in error.response.get("CancellationReasons", [])}
            if reasons & FASTER:
                return False
            raise
        return True


def _pause_seconds(attempt: int) -> float:
    """Return a random part of a growing pause, so that readers do not come back all at once."""
    longest = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2**attempt)
    return random.uniform(0.0, longest)


def _key(alarm_id: str) -> Any:  # noqa: ANN401 - a key as DynamoDB takes it
    return {"pk": {"S": partition(alarm_id)}, "sk": {"S": STATE_KEY}}


def _stored(item: Any) -> StoredAlarm:  # noqa: ANN401 - an item as DynamoDB answers it
    return StoredAlarm(
        record=AlarmRecord(**json.loads(item["record"]["S"])),
        revision=int(item["revision"]["N"]),
        outbox=tuple(Announcement(**entry) for entry in json.loads(item["outbox"]["S"])),
    )
