"""Ids of live messages rise, also as texts, whatever the clock does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.live.errors import BadEventId
from twin.live.event_id import EventId, EventIds
from twin.live.resume import LONGEST_SECONDS, OVERLAP_SECONDS, Missed, missed

NOW = 1_790_000_000.0


@given(st.lists(st.floats(1_000_000_000, 4_000_000_000), min_size=1, max_size=50))
def test_ids_of_one_publisher_rise_though_its_clock_goes_back(times: list[float]) -> None:
    clock = iter(times)
    ids = EventIds(lambda: next(clock), "a3f0")
    given = [ids.next() for _ in times]
    texts = [str(one) for one in given]
    assert texts == sorted(set(texts))
    assert given == sorted(set(given))
    assert [EventId.parse(text) for text in texts] == given


def test_a_full_millisecond_borrows_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twin.live.event_id.MOST_IN_A_MILLISECOND", 2)
    ids = EventIds(lambda: NOW, "0000")
    assert [str(ids.next())[10:] for _ in range(3)] == [
        "000-00000000",
        "000-00010000",
        "001-00000000",
    ]


@pytest.mark.parametrize(
    "text", ["", "1", "1790000000000", "1790000000000-1", "179000000000x-00000000",
             "1790000000000-0000000G", " 1790000000000-00000000"],
)  # fmt: skip
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(BadEventId):
        EventId.parse(text)


def test_a_little_before_the_last_id_is_told_again() -> None:
    assert missed(EventId.at(NOW - 60), now=NOW) == Missed(NOW - 60 - OVERLAP_SECONDS, NOW)


@pytest.mark.parametrize("age", [LONGEST_SECONDS + 1, -61])
def test_too_old_and_of_another_time_cannot_be_told(age: float) -> None:
    assert missed(EventId.at(NOW - age), now=NOW) is None


def test_an_id_a_little_ahead_is_of_a_publisher_whose_clock_is_ahead() -> None:
    assert missed(EventId.at(NOW + 5), now=NOW) == Missed(NOW - OVERLAP_SECONDS, NOW)
