"""One round of publishing: peek, send, and account for every value by what the store answered."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from edge_publisher.batches import MAXIMUM_VALUES, Entry, make_entries, make_requests
from edge_publisher.policy import PublishPolicy
from edge_publisher.sink import EntryError, RequestRefused, Sink
from edge_publisher.upkeep import hold_old, sweep
from edge_runtime.rows import Refusal, SpooledSample
from edge_runtime.spool import Spool
from edge_runtime.waiting import Parking

logger = logging.getLogger("edge_publisher")


@dataclass
class Publisher:
    """Moves samples from the spool to the sink; safe to kill at any instant."""

    spool: Spool
    sink: Sink
    policy: PublishPolicy = field(default_factory=PublishPolicy)
    randomness: random.Random = field(default_factory=random.Random)
    stopped: Callable[[], bool] = lambda: False
    failures: int = 0

    def run_round(self, *, now: float) -> int:
        """Publish one round; return the number of values that it dealt with.

        Raises `SinkUnavailable` where the store could not be reached; what was not answered stays.
        """
        hold_old(self.spool, now=now)
        parked = self.spool.waiting.parked()
        spooled = self._usual(parked, now=now) + self._retried(parked, now=now)
        for request in make_requests(make_entries(spooled)):
            if self.stopped():
                break
            self._send(request, parked, now=now)
        return len(spooled)

    def sweep(self, *, now: float) -> None:
        """Do now and then what need not be done in every round."""
        sweep(self.spool, self.policy, now=now)

    def pause_after_failure(self) -> float:
        """Return the seconds to wait after the store was not reachable."""
        self.failures += 1
        return self.policy.sink_backoff.delay(self.failures - 1, self.randomness)

    def _usual(self, parked: dict[str, Parking], *, now: float) -> list[SpooledSample]:
        """Return pending samples to send; those of parked signals go and wait with the others."""
        # After an outage the newest values come first: the twin is live again at once, and the
        # backlog drains in the room that is left.
        oldest = self.spool.oldest_time(fresh=True)
        newest_first = oldest is not None and now - oldest > self.policy.outage_seconds
        found = self.spool.peek(self.policy.values_per_round, now=now, newest_first=newest_first)
        waits = [item.id for item in found if item.sample.alias in parked]
        if waits:
            self.spool.waiting.admit(waits, now=now)
        return [item for item in found if item.sample.alias not in parked]

    def _retried(self, parked: dict[str, Parking], *, now: float) -> list[SpooledSample]:
        """Return some samples of each parked signal that is to be tried again."""
        due = [alias for alias, one in parked.items() if self._is_due(one, now=now)]
        return [
            item
            for alias in due[: self.policy.signals_tried_per_round]
            for item in self.spool.waiting.oldest_of(alias, MAXIMUM_VALUES)
        ]

    def _is_due(self, parking: Parking, *, now: float) -> bool:
        return parking.is_due(now=now, longest=self.policy.signal_backoff.longest_seconds)

    def _send(self, entries: Sequence[Entry], parked: dict[str, Parking], *, now: float) -> None:
        try:
            errors = self.sink.put(entries)
        except RequestRefused as error:
            self._send_apart(entries, parked, error, now=now)
            return
        self.failures = 0
        self._settle(entries, errors, parked, now=now)

    def _send_apart(
        self,
        entries: Sequence[Entry],
        parked: dict[str, Parking],
        error: RequestRefused,
        *,
        now: float,
    ) -> None:
        """Find the value that makes the store refuse a whole request."""
        parts = entries if len(entries) > 1 else _single_values(entries[0])
        if len(parts) > 1:
            for part in parts:
                self._send([part], parked, now=now)
            return
        refusal = EntryError(entries[0].entry_id, "InvalidRequestException", str(error))
        self._settle(entries, [refusal], parked, now=now)

    def _settle(
        self,
        entries: Sequence[Entry],
        errors: Sequence[EntryError],
        parked: dict[str, Parking],
        *,
        now: float,
    ) -> None:
        error_of = dict(_errors_by_row(entries, errors))
        spooled = [item for entry in entries for item in entry.samples]
        stored = [item for item in spooled if item.id not in error_of]
        failed = [(item, error_of[item.id]) for item in spooled if item.id in error_of]
        again = [(item, error) for item, error in failed if not error.is_permanent]
        of_signal = [
            (item, error)
            for item, error in again
            if error.concerns_signal or item.sample.alias in parked
        ]
        self._confirm(stored)
        self._bury([(item, error) for item, error in failed if error.is_permanent], now=now)
        self._postpone([item for item, error in again if (item, error) not in of_signal], now=now)
        self._park(of_signal, parked, now=now)
        self._unpark({item.sample.alias for item in stored} & parked.keys(), parked)

    def _confirm(self, stored: Sequence[SpooledSample]) -> None:
        if stored:
            self.spool.confirm([item.id for item in stored])

    def _bury(self, failed: Sequence[tuple[SpooledSample, EntryError]], *, now: float) -> None:
        if failed:
            refused = [(i.id, Refusal(i.sample, e.code, e.message)) for i, e in failed]
            logger.error("%d values refused for good: %s", len(refused), refused[0][1].code)
            self.spool.refuse(refused, now=now)

    def _postpone(self, failed: Sequence[SpooledSample], *, now: float) -> None:
        if failed:
            delay = self.policy.entry_backoff.delay
            self.spool.postpone(
                [(item.id, now + delay(item.attempts, self.randomness)) for item in failed]
            )

    def _park(
        self,
        failed: Sequence[tuple[SpooledSample, EntryError]],
        parked: dict[str, Parking],
        *,
        now: float,
    ) -> None:
        """Let signals wait that the store does not take now, with a back-off of their own."""
        if not failed:
            return
        for alias, error in {item.sample.alias: error for item, error in failed}.items():
            before = parked.get(alias)
            if before is not None and not self._is_due(before, now=now):
                continue  # parked by an entry before this one of the same round
            attempts = 0 if before is None else before.attempts
            retry_at = now + self.policy.signal_backoff.delay(attempts, self.randomness)
            parked[alias] = Parking(alias, error.code, error.message, attempts + 1, retry_at)
            logger.warning("%s is not taken now: %s %s", alias, error.code, error.message)
        self.spool.waiting.park([parked[item.sample.alias] for item, _ in failed])
        self.spool.waiting.admit([item.id for item, _ in failed], now=now)

    def _unpark(self, aliases: set[str], parked: dict[str, Parking]) -> None:
        for alias in aliases:
            logger.info("%s is taken again", alias)
            del parked[alias]
        if aliases:
            self.spool.waiting.unpark(aliases)


def _single_values(entry: Entry) -> list[Entry]:
    return [replace(entry, samples=(item,)) for item in entry.samples]


def _errors_by_row(
    entries: Sequence[Entry], errors: Sequence[EntryError]
) -> Iterator[tuple[int, EntryError]]:
    by_id = {entry.entry_id: entry for entry in entries}
    for error in errors:
        entry = by_id.get(error.entry_id)
        for item in _concerned(entry, error) if entry else ():
            yield item.id, error


def _concerned(entry: Entry, error: EntryError) -> Sequence[SpooledSample]:
    """Return the samples with the times of an error; all of them where it names no time of ours.

    Taking a value for stored that is not would lose it; sending one twice does no harm.
    """
    named = [item for item in entry.samples if item.sample.time_nanoseconds in error.times]
    return named or entry.samples
