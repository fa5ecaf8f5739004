"""What the publisher does with every kind of answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from edge_publisher.batches import Entry, make_entries, make_requests
from edge_publisher.policy import PublishPolicy
from edge_publisher.publisher import Publisher
from edge_publisher.sink import EntryError, RequestRefused, SinkUnavailable
from edge_runtime.rows import Refusal
from edge_runtime.spool import Spool
from twin.telemetry.sample import NANOSECONDS, Sample

NOW = 1_790_000_000.0
DAY = 86_400.0


Answer = Callable[[Sequence[Entry]], list[EntryError]]


class ScriptedSink:
    """Answers with what `answer` returns and remembers what it was given."""

    def __init__(self, answer: Answer) -> None:
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
            EntryError(e.entry_id, "InvalidRequestException", "no such type")
            for e in entries
            if e.alias == "/demo/s0"
        ]
    )
    publisher(spool, sink).run_round(now=NOW)
    counts = spool.counts()
    assert (counts.stored, counts.dead_lettered, counts.pending) == (2, 2, 0)
    assert {letter.code for letter in spool.side_lanes.dead_letters(9)} == {
        "InvalidRequestException"
    }


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
    assert (counts.bulk, counts.stored, counts.pending) == (3, 2, 0)
    assert counts.is_balanced


HOUR = 3600.0


def unknown(*aliases: str, code: str = "ResourceNotFoundException") -> Answer:
    return lambda entries: [
        EntryError(e.entry_id, code, "not now") for e in entries if e.alias in aliases
    ]


@pytest.mark.parametrize("code", ["ResourceNotFoundException", "AccessDeniedException"])
def test_signal_that_the_store_does_not_take_waits_and_blocks_nobody(
    spool: Spool, code: str
) -> None:
    fill(spool, 2, 25)
    sink = ScriptedSink(unknown("/demo/s0", code=code))
    worker = publisher(spool, sink)
    worker.run_round(now=NOW)
    counts = spool.counts()
    assert (counts.stored, counts.waiting, counts.dead_lettered) == (25, 25, 0)
    assert counts.is_balanced
    sink.answer = accept_all
    for _ in range(4):
        worker.run_round(now=NOW + 100)
    assert spool.counts().stored == 50
    assert spool.waiting.parked() == {}


def test_parked_signal_is_asked_for_with_few_values_and_growing_pauses(spool: Spool) -> None:
    sink = ScriptedSink(unknown("/demo/s0"))
    worker = publisher(spool, sink)
    for now in (NOW + 300 * step for step in range(12 * 12)):
        spool.accept([Sample("/demo/s0", round(now * NANOSECONDS), 1.0, "GOOD")], now=now)
        worker.run_round(now=now)
    sent = [entry for request in sink.requests for entry in request]
    assert len(sent) < 50
    assert max(len(entry.samples) for entry in sent) <= 10
    assert spool.counts().waiting == 12 * 12
    assert spool.counts().is_balanced


def test_unknown_signal_is_refused_for_good_after_a_day_and_can_be_replayed(spool: Spool) -> None:
    fill(spool, 2, 3)
    sink = ScriptedSink(unknown("/demo/s0"))
    worker = publisher(spool, sink)
    worker.run_round(now=NOW)
    worker.sweep(now=NOW + 23 * HOUR)
    assert spool.counts().waiting == 3
    worker.sweep(now=NOW + 25 * HOUR)
    counts = spool.counts()
    assert (counts.waiting, counts.dead_lettered) == (0, 3)
    sink.answer = accept_all
    assert spool.side_lanes.replay("ResourceNotFoundException", 100) == 3
    worker.run_round(now=NOW + 26 * HOUR)
    counts = spool.counts()
    assert (counts.stored, counts.dead_lettered) == (6, 0)
    assert counts.is_balanced


def test_forbidden_signal_is_never_refused_but_put_aside_when_too_old(spool: Spool) -> None:
    fill(spool, 1, 3)
    worker = publisher(spool, ScriptedSink(unknown("/demo/s0", code="AccessDeniedException")))
    worker.run_round(now=NOW)
    worker.sweep(now=NOW + 5 * DAY)
    assert spool.counts().waiting == 3
    worker.sweep(now=NOW + 8 * DAY)
    assert (spool.counts().waiting, spool.counts().bulk) == (0, 3)


def test_parked_signal_does_not_turn_the_order_of_the_others(spool: Spool) -> None:
    fill(spool, 1, 1)
    sink = ScriptedSink(unknown("/demo/s0"))
    worker = publisher(spool, sink)
    worker.run_round(now=NOW)
    later = NOW + HOUR
    times = [round(later * NANOSECONDS) + n for n in range(3)]
    spool.accept([Sample("/demo/s1", time, 1.0, "GOOD") for time in times], now=later)
    worker.run_round(now=later)
    (entry,) = [entry for entry in sink.requests[-1] if entry.alias == "/demo/s1"]
    assert [item.sample.time_nanoseconds for item in entry.samples] == times


def test_value_that_fails_again_and_again_does_not_starve_fresh_ones(spool: Spool) -> None:
    fill(spool, 1, 2_000)
    sink = ScriptedSink(unknown("/demo/s0", code="InternalFailureException"))
    worker = publisher(spool, sink)
    for second in range(3):
        worker.run_round(now=NOW + second)
    spool.accept([Sample("/demo/s1", round(NOW * NANOSECONDS), 1.0, "GOOD")], now=NOW)
    worker.run_round(now=NOW + 400)
    assert spool.counts().stored == 1


def test_value_that_spoils_a_whole_request_is_found_within_its_entry(spool: Spool) -> None:
    def refuse(entries: Sequence[Entry]) -> list[EntryError]:
        if any(item.sample.value == 3.0 for entry in entries for item in entry.samples):
            raise RequestRefused("value is malformed")
        return []

    fill(spool, 2, 8)
    publisher(spool, ScriptedSink(refuse)).run_round(now=NOW)
    assert (spool.counts().stored, spool.counts().dead_lettered) == (14, 2)


def test_error_with_a_time_that_is_not_ours_concerns_the_whole_entry(spool: Spool) -> None:
    fill(spool, 1, 3)
    error = EntryError("e0", "ThrottlingException", "slow", frozenset({1}))
    publisher(spool, ScriptedSink(lambda _: [error])).run_round(now=NOW)
    assert (spool.counts().stored, spool.counts().pending) == (0, 3)


def test_clock_that_jumped_ahead_puts_nothing_aside_for_ever(spool: Spool) -> None:
    fill(spool, 1, 3)
    sink = ScriptedSink(accept_all)
    worker = publisher(spool, sink)
    worker.run_round(now=NOW + 30 * DAY)
    assert spool.counts().bulk == 3
    worker.sweep(now=NOW)
    worker.run_round(now=NOW)
    assert (spool.counts().stored, spool.counts().bulk) == (3, 0)
    assert spool.counts().is_balanced


def test_clock_that_was_set_back_ends_every_back_off(spool: Spool) -> None:
    fill(spool, 2, 1)
    sink = ScriptedSink(unknown("/demo/s0", code="ThrottlingException"))
    worker = publisher(spool, sink)
    worker.run_round(now=NOW + DAY)
    sink.answer = unknown("/demo/s0")
    worker.run_round(now=NOW)
    sink.answer = accept_all
    worker.run_round(now=NOW - DAY)
    assert spool.counts().stored == 2


def test_lanes_stay_within_their_size_and_every_drop_is_counted(spool: Spool) -> None:
    fill(spool, 1, 5, age=8 * DAY)
    spool.accept(
        [], [Refusal(Sample("/demo/x", n, 1.0, "GOOD"), "X", "x") for n in range(5)], now=NOW
    )
    fill(spool, 1, 5)
    policy = PublishPolicy(maximum_pending=4, maximum_bulk=3, maximum_dead_letters=2)
    Publisher(spool, ScriptedSink(accept_all), policy).sweep(now=NOW)
    counts = spool.counts()
    assert (counts.pending, counts.bulk, counts.dead_lettered, counts.dropped) == (4, 3, 2, 6)
    assert counts.is_balanced


def test_stop_is_obeyed_between_two_requests(spool: Spool) -> None:
    fill(spool, 30, 1)
    sink = ScriptedSink(accept_all)
    worker = Publisher(spool, sink, stopped=lambda: len(sink.requests) > 0)
    worker.run_round(now=NOW)
    assert (len(sink.requests), spool.counts().pending) == (1, 20)
