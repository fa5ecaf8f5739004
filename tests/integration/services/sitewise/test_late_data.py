"""Values that come late compute every window again that has used what they change."""

from __future__ import annotations

import random
import resource
from typing import Any

import numpy as np
import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import measurement, metric, transform
from twin_local.services.iotsitewise.store import Columns, Point

DAY = 86_400
Json = Any


@pytest.fixture
def start(computing: Computing) -> float:
    """Make a pump whose metrics are made of a transform and of one another; return its start."""
    model = computing.model(
        "pump",
        measurement("flow"),
        transform("double", "2 * q", q="flow"),
        metric("mean", "avg(d)", d="double"),
        metric("upper", "m + 1", m="mean"),
        metric("running", "statetime(d)", d="double"),
        metric("newest", "latest(q - 1)", q="flow"),
    )
    computing.asset("P-1", model)
    return computing.clock.time


def test_values_out_of_chunks_too_are_computed_with(computing: Computing, start: float) -> None:
    key = computing.key("P-1", "flow")
    series = "{asset_id}_{property_id}".format(**key)
    computing.clock.time = start + 1_000
    names = {"assetId": key["asset_id"], "propertyId": key["property_id"]}
    for first in range(1, 601, 10):
        values = [
            {"value": {"doubleValue": 1.0}, "timestamp": {"timeInSeconds": int(start + at)}}
            for at in range(first, first + 10)
        ]
        entry = {"entryId": "e", **names, "propertyValues": values}
        computing.call("BatchPutAssetPropertyValue", entries=[entry])
    computing.service.tick()
    assert computing.values("P-1", "mean", start) == {300: 2.0, 600: 2.0}
    assert len(computing.service.store.columns(series, "GOOD", after_ns=0, until_ns=2**62)) == 600
    computing.put("P-1", "flow", (start + 400, 301.0))
    computing.service.tick()
    assert computing.values("P-1", "mean", start) == {300: 2.0, 600: 4.0}


def test_a_late_value_replaces_results_and_tells_of_them_again(
    computing: Computing, start: float
) -> None:
    computing.notify("P-1", "upper")
    computing.put("P-1", "flow", (start + 60, 1.0))
    computing.at(start + 900)
    assert computing.told("P-1", "upper", start) == [(300, 3.0)]
    computing.put("P-1", "flow", (start + 120, 3.0))
    computing.at(start + 901)
    assert computing.values("P-1", "upper", start) == {300: 5.0}
    assert computing.told("P-1", "upper", start) == [(300, 5.0)]
    assert computing.at(start + 902) == 0


def test_a_state_is_carried_on_to_the_windows_up_to_the_next_value(
    computing: Computing, start: float
) -> None:
    computing.put("P-1", "flow", (start + 60, 5.0))
    computing.at(start + 999)
    computing.put("P-1", "flow", (start + 1_000, 7.0))
    computing.at(start + 1_500)
    assert computing.values("P-1", "newest", start) == dict.fromkeys(
        (300, 600, 900), 4.0
    ) | dict.fromkeys((1_200, 1_500), 6.0)
    computing.put("P-1", "flow", (start + 450, 0.0))
    computed = computing.at(start + 1_501)
    assert computing.values("P-1", "running", start) == {
        300: 240.0,
        600: 150.0,
        900: 0.0,
        1_200: 200.0,
        1_500: 300.0,
    }
    assert computing.values("P-1", "newest", start)[900] == -1.0
    assert computed == 2 * 3 + 2  # the carried ones up to 1,200; one window of mean and upper


def test_the_formula_of_now_computes_old_windows(computing: Computing, start: float) -> None:
    computing.put("P-1", "flow", (start + 60, 1.0), (start + 360, 1.0))
    computing.at(start + 900)
    model = computing.call("DescribeAsset", asset_id=computing.assets["P-1"])["assetModelId"]
    parts = computing.properties(model)
    parts["mean"]["type"]["metric"]["expression"] = "sum(d) * 100"
    computing.change(model, *parts.values())
    computing.put("P-1", "flow", (start + 120, 1.0))
    computing.at(start + 901)
    assert computing.values("P-1", "mean", start) == {300: 400.0, 600: 2.0}


def test_windows_that_wait_outlive_the_service(computing: Computing, start: float) -> None:
    computing.put("P-1", "flow", (start + 60, 1.0))
    computing.at(start + 900)
    computing.put("P-1", "flow", (start + 120, 3.0), (start + 899, 8.0))
    computing.restart()
    computing.service.tick()
    assert computing.values("P-1", "upper", start) == {300: 5.0, 900: 17.0}


def announce(computing: Computing, name: str, points: list[Point]) -> None:
    """Let points arrive as a bulk import stores them: many at once."""
    key = computing.key("P-1", name)
    data = computing.service._data
    series = data.index.get(key["asset_id"], key["property_id"])
    with computing.service.store.transaction():
        computing.service.store.put_points(series.key, points)
        data.announce(series, points)


def test_many_late_values_give_what_as_many_requests_give(
    computing: Computing, start: float
) -> None:
    computing.clock.time = start + 6 * DAY
    times = [start + 7 * at for at in range(1, 200)]
    announce(
        computing,
        "flow",
        [Point(int(time) * 10**9, "GOOD", float(place % 5)) for place, time in enumerate(times)],
    )
    computing.service.tick()
    names = ("double", "mean", "upper", "newest", "running")
    found = {name: computing.values("P-1", name, start) for name in names}
    computing.asset(
        "P-2", computing.call("DescribeAsset", asset_id=computing.assets["P-1"])["assetModelId"]
    )
    computing.put("P-2", "flow", *((time, float(place % 5)) for place, time in enumerate(times)))
    computing.service.tick()
    again = {name: computing.values("P-2", name, start) for name in names}
    assert found["double"] == again["double"]
    assert found["mean"] == again["mean"]
    assert found["upper"] == again["upper"]
    for name in ("newest", "running"):
        shared = again[name].keys()
        assert {end: found[name][end] for end in shared} == again[name]


@pytest.mark.parametrize("seed", range(4, 8))
def test_results_do_not_depend_on_when_values_come(computing: Computing, seed: int) -> None:
    """To one asset values come in any order, with windows closing between, to another in line."""
    metrics = {
        name: metric(name, f"{name}(q)", "1m", q="flow")
        for name in ("avg", "count", "first", "last", "earliest", "latest", "statetime")
    }
    model = computing.model("pump", measurement("flow"), *metrics.values())
    computing.asset("P-1", model)
    computing.asset("P-2", model)
    start, chance = computing.clock.time, random.Random(seed)
    points = [
        (start + chance.randrange(1, 1_200), float(chance.randrange(-2, 3))) for _ in "x" * 30
    ]
    for _ in range(3):
        points.append((start + 60 * chance.randrange(1, 20), 1.0))  # at the end of a window
    points = [*dict(points).items()]
    early, late = points[::2], points[1::2]
    for time, value in sorted(early):
        computing.at(max(computing.clock.time, time + chance.randrange(4, 8)))
        computing.put("P-1", "flow", (time, value))
    computing.clock.time = max(computing.clock.time, start + 1_200)
    computing.put("P-2", "flow", *sorted(points))
    for time, value in late:
        computing.put("P-1", "flow", (time, value))
        computing.service.tick()
    assert computing.at(computing.clock.time + 1) == 0
    for name in metrics:
        assert computing.values("P-1", name, start) == computing.values("P-2", name, start), name


@pytest.mark.slow
def test_a_million_late_values_are_computed_in_little_memory(
    computing: Computing,
) -> None:
    model = computing.model(
        "pump",
        measurement("flow"),
        transform("double", "2 * q", q="flow"),
        metric("mean", "avg(d)", d="double"),
        metric("upper", "m + 1", m="mean"),
    )
    computing.asset("P-1", model)
    start, count, portion = computing.clock.time, 1_000_000, 20_000
    computing.clock.time = start + 6 * DAY
    begin, step = int(start) * 10**9, 6 * DAY * 10**9 // count
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for first in range(0, count, portion):
        points = [
            Point(begin + at * step, "GOOD", float(at % 10))
            for at in range(first + 1, first + portion + 1)
        ]
        announce(computing, "flow", points)
    computing.service.tick()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 400 * 1024  # kilobytes; the values alone would be 16 MB in arrays
    key = "{asset_id}_{property_id}".format(**computing.key("P-1", "double"))
    doubled = stored(computing, key)
    assert len(doubled) == count
    assert doubled.values.astype(float).sum() == 2 * 4.5 * count
    means = stored(computing, "{asset_id}_{property_id}".format(**computing.key("P-1", "upper")))
    assert len(means) == 6 * DAY // 300
    assert np.allclose(means.values.astype(float), 10.0, atol=0.1)
    assert computing.service.tick() == 0


def stored(computing: Computing, key: str) -> Columns:
    return computing.service.store.columns(key, "GOOD", after_ns=0, until_ns=2**62)
