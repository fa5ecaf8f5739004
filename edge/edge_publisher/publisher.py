"""One round of publishing: peek, send, and account for every value by what the store answered."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from edge_publisher.batches import Entry, make_entries, make_requests
from edge_publisher.sink import EntryError, RequestRefused, Sink
from edge_runtime.backoff import Backoff
from edge_runtime.spool import Refusal, Spool, SpooledSample
from twin.telemetry.sample import NANOSECONDS
from twin.telemetry.validation import MAXIMUM_AGE_SECONDS

logger = logging.getLogger("edge_publisher")

ENTRY_BACKOFF = Backoff(first_seconds=1.0, longest_seconds=300.0)
SINK_BACKOFF = Backoff(first_seconds=0.5, longest_seconds=30.0)


@dataclass(frozen=True)
class PublishPolicy:
    """How much to send at once, when a backlog counts as an outage, and how to back off."""

    values_per_round: int = 1_000
    outage_seconds: float = 30.0
    maximum_pending: int = 50_000_000
    entry_backoff: Backoff = ENTRY_BACKOFF
    sink_backoff: Backoff = SINK_BACKOFF


@dataclass
class Publisher:
    """Moves samples from the spool to the sink; safe to kill at any instant."""

    spool: Spool
    sink: Sink
    policy: PublishPolicy = field(default_factory=PublishPolicy)
    randomness: random.Random = field(default_factory=random.Random)
    failures: int = 0

    def run_round(self, *, now: float) -> int:
        """Publish one round; return the number of values that were answered.

        Raises `SinkUnavailable` where the store could not be reached; what was not answered stays.
        """
        horizon = round((now - MAXIMUM_AGE_SECONDS) * NANOSECONDS)
        oldest = self.spool.oldest_time()
        if oldest is None:
            return 0
        if oldest * NANOSECONDS < horizon:
            held = self.spool.hold(before_nanoseconds=horizon)
            logger.warning("%d values are too old for real time and wait for an import", held)
        # After an outage the newest values come first: the twin is live again at once, and the
        # backlog drains in the room that is left.
        newest_first = now - oldest > self.policy.outage_seconds
        spooled = self.spool.peek(self.policy.values_per_round, now=now, newest_first=newest_first)
        for request in make_requests(make_entries(spooled)):
            self._send(request, now=now)
        return len(spooled)

    def enforce_limit(self) -> None:
        """Keep the spool within its size: the oldest values go first, counted and logged."""
        dropped = self.spool.drop_oldest(keep=self.policy.maximum_pending)
        if dropped:
            logger.error("the spool is full: %d oldest values dropped", dropped)

    def pause_after_failure(self) -> float:
        """Return the seconds to wait after the store was not reachable."""
        self.failures += 1
        return self.policy.sink_backoff.delay(self.failures - 1, self.randomness)

    def _send(self, entries: Sequence[Entry], *, now: float) -> None:
        try:
            errors = self.sink.put(entries)
        except RequestRefused as error:
            self._send_apart(entries, error, now=now)
            return
        self.failures = 0
        self._settle(entries, errors, now=now)

    def _send_apart(self, entries: Sequence[Entry], error: RequestRefused, *, now: float) -> None:
        """Find the entry that makes the store refuse a whole request."""
        if len(entries) > 1:
            for entry in entries:
                self._send([entry], now=now)
            return
        refusal = EntryError(entries[0].entry_id, "InvalidRequestException", str(error))
        self._settle(entries, [refusal], now=now)

    def _settle(
        self, entries: Sequence[Entry], errors: Sequence[EntryError], *, now: float
    ) -> None:
        error_of = dict(_errors_by_row(entries, errors))
        spooled = [item for entry in entries for item in entry.samples]
        self.spool.confirm([item.id for item in spooled if item.id not in error_of])
        refused = [
            (item.id, Refusal(item.sample, error.code, error.message))
            for item in spooled
            if (error := error_of.get(item.id)) is not None and error.is_permanent
        ]
        if refused:
            logger.error("%d values refused for good: %s", len(refused), refused[0][1].code)
            self.spool.refuse(refused, now=now)
        again = [
            (item.id, now + self.policy.entry_backoff.delay(item.attempts, self.randomness))
            for item in spooled
            if (error := error_of.get(item.id)) is not None and not error.is_permanent
        ]
        if again:
            self.spool.postpone(again)


def _errors_by_row(
    entries: Sequence[Entry], errors: Sequence[EntryError]
) -> Iterator[tuple[int, EntryError]]:
    by_id = {entry.entry_id: entry for entry in entries}
    for error in errors:
        entry = by_id.get(error.entry_id)
        for item in entry.samples if entry else ():
            if not error.times or _is_concerned(item, error):
                yield item.id, error


def _is_concerned(item: SpooledSample, error: EntryError) -> bool:
    return item.sample.time_nanoseconds in error.times
