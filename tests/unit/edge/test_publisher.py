"""What the publisher does with every kind of answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from edge_publisher.batches import Entry, make_entries, make_requests
from edge_publisher.publisher import Publisher
from edge_publisher.sink import EntryError, RequestRefused, SinkUnavailable
from edge_runtime.spool import Spool
from twin.telemetry.sample import NANOSECONDS, Sample

NOW = 1_790_000_000.0
DAY = 86_400.0


class ScriptedSink:
    """Answers with what `answer` returns and remembers what it was given."""

    def __init__(self, answer: Callable[[Sequence[Entry]], list[EntryError]]) -> None:
        self.answer = answer
        self.requests: list[Sequence[Entry]] = []

    def put(self, entries: Sequence[Entry]) -> list[EntryError]:
        self.requests.append(entries)
        return self.answer(entries)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "spool.sqlite")
    yield opened
    opened.close()


def fill(spool: Spool, signals: int, values: int, age: float = 1.0) -> None:
    spool.accept(
        [
            Sample(f"/demo/s{s}", round((NOW - age) * NANOSECONDS) + v, float(v), "GOOD")
            for s in range(signals)
            for v in range(values)
        ],
        now=NOW,
    )


def publisher(spool: Spool, sink: ScriptedSink) -> Publisher:
    return Publisher(spool, sink, randomness=random.Random(1))


def accept_all(entries: Sequence[Entry]) -> list[EntryError]:
    return []


def test_requests_stay_within_ten_entries_of_ten_values(spool: Spool) -> None:
    fill(spool, signals=12, values=25)
    requests = make_requests(make_entries(spool.peek(1000, now=NOW)))
    assert max(len(request) for request in requests) == 10
    assert max(len(entry.samples) for request in requests for entry in request) == 10
    assert sum(len(entry.samples) for request in requests for entry in request) == 300


def test_confirmed_values_are_forgotten(spool: Spool) -> None:
    fill(spool, 3, 5)
    assert publisher(spool, ScriptedSink(accept_all)).run_round(now=NOW) == 15
    assert spool.counts().stored == 15
    assert spool.peek(1, now=NOW) == []


def test_permanent_error_goes_to_the_dead_letters_and_blocks_nobody(spool: Spool) -> None:
    fill(spool, 2, 2)
    sink = ScriptedSink(
        lambda entries: [
            EntryError(e.entry_id, "ResourceNotFoundException", "no such alias")
            for e in entries
            if e.alias == "/demo/s0"
        ]
    )
    publisher(spool, sink).run_round(now=NOW)
    counts = spool.counts()
    assert (counts.stored, counts.dead_lettered, counts.pending) == (2, 2, 0)
    assert {letter.code for letter in spool.dead_letters()} == {"ResourceNotFoundException"}


def test_transient_error_sends_only_the_failed_entry_again(spool: Spool) -> None:
    fill(spool, 2, 2)
    sink = ScriptedSink(
        lambda entries: [
            EntryError(e.entry_id, "ThrottlingException", "slow down")
            for e in entries
            if e.alias == "/demo/s0"
        ]
    )
    worker = publisher(spool, sink)
    worker.run_round(now=NOW)
    assert spool.counts().pending == 2
    sink.answer = accept_all
    worker.run_round(now=NOW + 400)
    assert [entry.alias for entry in sink.requests[-1]] == ["/demo/s0"]
    assert spool.counts().stored == 4


def test_only_the_values_with_the_refused_times_are_buried(spool: Spool) -> None:
    fill(spool, 1, 3)
    times = [row.sample.time_nanoseconds for row in spool.peek(3, now=NOW)]
    error = EntryError("e0", "TimestampOutOfRangeException", "old", frozenset({times[1]}))
    publisher(spool, ScriptedSink(lambda _: [error])).run_round(now=NOW)
    assert (spool.counts().stored, spool.counts().dead_lettered) == (2, 1)


def test_request_that_fails_whole_keeps_everything(spool: Spool) -> None:
    def cut(entries: Sequence[Entry]) -> list[EntryError]:
        raise SinkUnavailable("cut")

    fill(spool, 2, 2)
    worker = publisher(spool, ScriptedSink(cut))
    with pytest.raises(SinkUnavailable):
        worker.run_round(now=NOW)
    assert spool.counts().pending == 4
    assert 0 <= worker.pause_after_failure() <= 0.5


def test_entry_that_spoils_a_whole_request_is_found_and_buried(spool: Spool) -> None:
    def refuse(entries: Sequence[Entry]) -> list[EntryError]:
        if any(entry.alias == "/demo/s3" for entry in entries):
            raise RequestRefused("entry is malformed")
        return []

    fill(spool, 5, 1)
    publisher(spool, ScriptedSink(refuse)).run_round(now=NOW)
    assert (spool.counts().stored, spool.counts().dead_lettered) == (4, 1)


def test_after_an_outage_the_newest_values_come_first(spool: Spool) -> None:
    fill(spool, 1, 1, age=3600)
    fill(spool, 1, 2, age=1)
    sink = ScriptedSink(accept_all)
    publisher(spool, sink).run_round(now=NOW)
    values = [item.sample for entry in sink.requests[0] for item in entry.samples]
    assert values == sorted(values, key=lambda sample: -sample.time_nanoseconds)


def test_values_of_8_days_ago_wait_for_an_import(spool: Spool) -> None:
    fill(spool, 1, 3, age=8 * DAY)
    fill(spool, 1, 2)
    sink = ScriptedSink(accept_all)
    publisher(spool, sink).run_round(now=NOW)
    counts = spool.counts()
    assert (counts.held, counts.stored, counts.pending) == (3, 2, 0)
    assert counts.is_balanced
