"""The ring of calls and the sums over it."""

from __future__ import annotations

import pytest

from tests.unit.server.observation.conftest import Made, Seen
from twin_local.server.observation.calls.aggregates import by_operation, per_second, percentile
from twin_local.server.observation.calls.call import ApiCall
from twin_local.server.observation.calls.ring import CallRing
from twin_local.server.observation.calls.sighting import Sighting


def test_the_newest_calls_are_kept_and_each_is_named_once(seen: Seen, call: Made) -> None:
    named: list[int] = []

    def describe(one: Sighting) -> ApiCall:
        named.append(one.number)
        return call(number=one.number)

    ring = CallRing(describe, kept=3)
    for _ in range(5):
        ring.add(seen()._replace(number=ring.next_number()))
    assert [one.number for one in ring.calls()] == [3, 4, 5]
    ring.add(seen()._replace(number=ring.next_number()))
    assert [one.number for one in ring.calls()] == [4, 5, 6]
    assert named == [3, 4, 5, 6]
    assert ring.total == 6


def test_sums_by_operation(call: Made) -> None:
    slow = call("PutItem", 250.0, status=400, error="AccessDeniedException")
    calls = [call(milliseconds=float(number)) for number in range(1, 101)] + [slow]
    first, second = by_operation(calls)
    assert (first.operation, first.count, first.errors) == ("GetItem", 100, 0)
    assert (first.p50_ms, first.p99_ms) == (50.0, 99.0)
    assert (second.operation, second.count, second.errors) == ("PutItem", 1, 1)
    assert (second.p50_ms, second.p99_ms) == (250.0, 250.0)
    assert slow.denied and not calls[0].denied


@pytest.mark.parametrize(("share", "value"), [(0.0, 1.0), (0.5, 2.0), (0.75, 3.0), (1.0, 4.0)])
def test_percentiles_by_nearest_rank(share: float, value: float) -> None:
    assert percentile([1.0, 2.0, 3.0, 4.0], share) == value


def test_only_whole_seconds_are_counted(call: Made) -> None:
    times = (96.9, 97.0, 98.2, 98.9, 99.99, 100.1)
    calls = [call(at=time) for time in times]
    assert per_second(calls, now=100.5, seconds=3) == [1, 2, 1]
