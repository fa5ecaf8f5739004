"""At most ten messages a second of a signal, and the last value always arrives."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from twin.live.coalesce import Coalescer, thinned
from twin.live.events import ValuePoint, ValuesEvent


def point(time: float, value: float | None = None) -> ValuePoint:
    return ValuePoint(time, time if value is None else value, "GOOD")


def test_the_first_value_goes_out_at_once_and_the_next_ones_together() -> None:
    pace = Coalescer(0.1)
    pace.offer("a", [point(1.00)])
    assert pace.wait(50.0) == 0
    assert pace.take(50.0) == [ValuesEvent("a", (point(1.00),))]
    assert pace.wait(50.0) is None
    pace.offer("a", [point(1.05)])
    pace.offer("a", [point(1.15)])
    assert pace.take(50.05) == []
    assert pace.wait(50.05) == 50.1 - 50.05
    assert pace.take(50.1) == [ValuesEvent("a", (point(1.05), point(1.15)))]


def test_signals_do_not_wait_for_each_other() -> None:
    pace = Coalescer(0.1)
    pace.offer("a", [point(1)])
    pace.take(50.0)
    pace.offer("a", [point(2)])
    pace.offer("b", [point(2)])
    assert [event.alias for event in pace.take(50.01)] == ["b"]
    assert [event.alias for event in pace.take(50.1)] == ["a"]


def test_of_each_tenth_of_a_second_the_newest_value_stays() -> None:
    rows = [point(1.01, 1), point(1.09, 2), point(1.05, 3), point(1.31, 4)]
    assert thinned(rows, 0.1) == (point(1.09, 2), point(1.31, 4))
    assert thinned([point(1.0, 1), point(1.0, 2)], 0.1) == (point(1.0, 2),)


Offers = list[tuple[str, int]]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), min_size=1, max_size=60),
)
def test_whatever_comes_no_signal_is_faster_than_ten_a_second_and_its_last_value_arrives(
    steps: Offers,
) -> None:
    """A publisher on a clock of its own: values come after pauses of 0 to 40 ms."""
    pace, now = Coalescer(0.1), 1_000.0
    sent: dict[str, list[tuple[float, ValuesEvent]]] = defaultdict(list)
    newest: dict[str, float] = {}

    def publish(until: float) -> None:
        nonlocal now
        while (wait := pace.wait(now)) is not None and now + wait <= until:
            now += wait
            for event in pace.take(now):
                sent[event.alias].append((now, event))
        now = max(now, until)

    for alias, milliseconds in steps:
        publish(now + milliseconds / 1000)
        pace.offer(alias, [point(now)])
        newest[alias] = now
    publish(now + 1.0)
    assert pace.wait(now) is None
    for alias, messages in sent.items():
        times = [time for time, _ in messages]
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert all(gap >= 0.1 - 1e-9 for gap in gaps)
        assert messages[-1][1].points[-1].time == newest[alias]
    assert set(sent) == set(newest)
