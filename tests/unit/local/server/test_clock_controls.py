"""The controls of the clock, as the endpoint answers them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from twin_local.execution.clock.timeline import Timeline
from twin_local.execution.clock.virtual import VirtualClock
from twin_local.server.application import ControlError, Endpoint
from twin_local.server.clock_controls import advance, show

START = 1_900_000_000.0


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(wall=lambda: START, steady=lambda: 0.0)


def test_the_clock_is_shown_and_advanced(clock: VirtualClock) -> None:
    done = advance(Timeline(clock=clock, followers=[]), "86400")
    assert done["before"] == "2030-03-17T17:46:40+00:00"
    assert done["now"] == "2030-03-18T17:46:40+00:00"
    assert show(clock) == {
        "now": "2030-03-18T17:46:40+00:00",
        "machine": "2030-03-17T17:46:40+00:00",
        "ahead_s": 86_400,
    }


@pytest.mark.parametrize("seconds", ["", "soon", "-5", "0", "nan", "1e12"])
def test_what_is_no_way_forwards_is_refused(clock: VirtualClock, seconds: str) -> None:
    with pytest.raises(ControlError):
        advance(Timeline(clock=clock, followers=[]), seconds)
    assert clock.offset_s == 0


@pytest.mark.parametrize("firings", ["", "many", "-1", "1001"])
def test_too_many_firings_are_refused(clock: VirtualClock, firings: str) -> None:
    with pytest.raises(ControlError):
        advance(Timeline(clock=clock, followers=[]), "60", firings)
    assert clock.offset_s == 0


def test_the_endpoint_passes_the_query_on_and_tells_a_refusal(clock: VirtualClock) -> None:
    timeline = Timeline(clock=clock, followers=[])
    durability: Any = None
    endpoint = Endpoint(
        durability=durability,
        controls={"clock-advance": lambda seconds="": advance(timeline, seconds)},
    )

    def get(path: str, query: str) -> tuple[str, dict[str, Any]]:
        statuses: list[str] = []
        environ = {"PATH_INFO": path, "QUERY_STRING": query}
        body = endpoint(environ, lambda status, headers: statuses.append(status))
        return statuses[0], json.loads(b"".join(body))

    status, answer = get("/_twin/clock-advance", "seconds=60")
    assert (status, answer["did"]) == ("200 OK", {})
    status, answer = get("/_twin/clock-advance", "seconds=-1")
    assert status == "400 Bad Request"
    assert "more than 0 and at most a year" in answer["error"]
    assert get("/_twin/none", "")[0] == "404 Not Found"
