"""How long the publisher gathers values, and how much a round takes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from edge_publisher.__main__ import publish_round
from edge_publisher.batches import Entry
from edge_publisher.policy import PublishPolicy, policy_for
from edge_publisher.publisher import Publisher
from edge_publisher.sink import EntryError
from edge_runtime.spool import Spool
from twin.telemetry.sample import NANOSECONDS, Sample

HOUR = 3600.0


class TakingSink:
    """Takes everything, and remembers the sizes of its entries."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def put(self, entries: Sequence[Entry]) -> list[EntryError]:
        self.sizes += [len(entry.samples) for entry in entries]
        return []


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "spool.sqlite")
    yield opened
    opened.close()


def gather(spool: Spool, streams: int, values: int) -> None:
    """Spool values as they come: one of each stream, then the next of each."""
    now = time.time()
    spool.accept(
        [
            Sample(f"/demo/s{s}", round((now - 60) * NANOSECONDS) + v, float(v), "GOOD")
            for v in range(values)
            for s in range(streams)
        ],
        now=now,
    )


def test_a_full_round_is_followed_by_the_next_at_once(spool: Spool) -> None:
    publisher = Publisher(spool, TakingSink(), PublishPolicy(values_per_round=10))
    gather(spool, streams=1, values=15)
    assert publish_round(publisher, HOUR) == 0.0
    assert publish_round(publisher, HOUR) > HOUR - 60
    assert spool.counts().stored == 15


def test_gathered_values_fill_the_messages_of_every_stream(spool: Spool) -> None:
    sink = TakingSink()
    publisher = Publisher(spool, sink, policy_for(150))
    gather(spool, streams=150, values=10)
    publish_round(publisher, HOUR)
    assert sink.sizes == [10] * 150


@pytest.mark.parametrize(("streams", "values"), [(1, 1_000), (100, 1_000), (1_000, 10_000)])
def test_a_round_holds_a_message_of_every_stream(streams: int, values: int) -> None:
    assert policy_for(streams).values_per_round == values
