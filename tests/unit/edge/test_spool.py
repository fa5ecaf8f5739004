"""The spool accounts for every sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_runtime.rows import Refusal
from edge_runtime.spool import Spool
from twin.telemetry.sample import NANOSECONDS, Sample

NOW = 1_790_000_000.0


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "spool.sqlite")
    yield opened
    opened.close()


def sample(number: int, alias: str = "/demo/P-101/speed") -> Sample:
    return Sample(alias, round(NOW) * NANOSECONDS + number, float(number), "GOOD")


def test_every_sample_is_accounted_for_whatever_becomes_of_it(spool: Spool) -> None:
    spool.accept([sample(n) for n in range(10)], [Refusal(sample(10), "X", "x")], now=NOW)
    rows = spool.peek(10, now=NOW)
    spool.confirm([row.id for row in rows[:3]])
    spool.refuse([(rows[3].id, Refusal(rows[3].sample, "X", "x"))], now=NOW)
    spool.postpone([(rows[4].id, NOW + 60)])
    spool.hold(before_nanoseconds=sample(6).time_nanoseconds)
    spool.drop_oldest(keep=2)
    counts = spool.counts()
    assert counts.is_balanced
    assert (counts.accepted, counts.stored, counts.dead_lettered) == (11, 3, 2)
    assert (counts.bulk, counts.dropped, counts.pending) == (2, 2, 2)


def test_confirming_twice_counts_once(spool: Spool) -> None:
    spool.accept([sample(1)], now=NOW)
    row = spool.peek(1, now=NOW)[0]
    spool.confirm([row.id])
    spool.confirm([row.id])
    assert spool.counts().stored == 1
    assert spool.counts().is_balanced


def test_postponed_sample_waits_for_its_time(spool: Spool) -> None:
    spool.accept([sample(1)], now=NOW)
    spool.postpone([(spool.peek(1, now=NOW)[0].id, NOW + 5)])
    assert spool.peek(1, now=NOW + 4.9) == []
    assert spool.peek(1, now=NOW + 5)[0].attempts == 1


def test_newest_come_first_when_asked(spool: Spool) -> None:
    spool.accept([sample(n) for n in range(3)], now=NOW)
    assert [row.sample.value for row in spool.peek(2, now=NOW, newest_first=True)] == [2.0, 1.0]
    assert [row.sample.value for row in spool.peek(2, now=NOW)] == [0.0, 1.0]


def test_cursor_survives_a_reopening(tmp_path: Path) -> None:
    first = Spool(tmp_path / "spool.sqlite")
    first.accept([sample(5), sample(7)], now=NOW)
    first.close()
    again = Spool(tmp_path / "spool.sqlite")
    assert again.cursors() == {"/demo/P-101/speed": sample(7).time_nanoseconds}
    assert again.counts().accepted == 2
    again.close()


def test_failed_transaction_leaves_no_trace(spool: Spool) -> None:
    broken = Sample("/demo/P-101/speed", 1, object(), "GOOD")  # type: ignore[arg-type]
    with pytest.raises(Exception, match="type 'object' is not supported"):
        spool.accept([sample(1), broken], now=NOW)
    assert spool.counts().accepted == 0
    assert spool.peek(9, now=NOW) == []


def test_values_come_back_as_they_went_in(spool: Spool) -> None:
    values = (1.5, 7, "manual", None)
    spool.accept([Sample(f"/a/{n}", n, v, "BAD") for n, v in enumerate(values)], now=NOW)
    assert tuple(row.sample.value for row in spool.peek(9, now=NOW)) == values
