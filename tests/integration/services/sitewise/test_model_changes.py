"""Models and assets that change while their values come."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import measurement, metric, transform
from twin_local.services.iotsitewise.exceptions import (
    ConflictingOperationException,
    PreconditionFailedException,
)
from twin_local.services.settings import SETTINGS

Json = Any


@pytest.fixture
def model(computing: Computing) -> str:
    """Make a pump with a transform and a metric; return the id of its model."""
    made = computing.model(
        "pump",
        measurement("flow"),
        measurement("head"),
        transform("power", "10 * q", q="flow"),
        metric("mean", "avg(q)", q="flow"),
    )
    computing.asset("P-1", made)
    return made


def series(computing: Computing, name: str) -> str:
    return "{asset_id}_{property_id}".format(**computing.key("P-1", name))


@contextmanager
def writing(computing: Computing) -> Iterator[list[int]]:
    """Write a flow of one value a second while the block runs; give what is acknowledged."""
    key = computing.key("P-1", "flow")
    names = {"assetId": key["asset_id"], "propertyId": key["property_id"]}
    start, acknowledged, stop = int(computing.clock.time) - 100_000, [], threading.Event()

    def write() -> None:
        for second in range(100_000):
            if stop.is_set():
                return
            value = {"value": {"doubleValue": 1.0}, "timestamp": {"timeInSeconds": start + second}}
            entry = {"entryId": "e", **names, "propertyValues": [value]}
            answer = computing.call("BatchPutAssetPropertyValue", entries=[entry])
            if not answer["errorEntries"]:
                acknowledged.append(start + second)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield acknowledged
    finally:
        stop.set()
        thread.join()


def wait_for(acknowledged: list[int], more: int) -> None:
    target, deadline = len(acknowledged) + more, time.monotonic() + 60
    while len(acknowledged) < target:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_no_acknowledged_value_is_lost_while_the_model_changes(
    computing: Computing, model: str
) -> None:
    computing.put("P-1", "head", (computing.clock.time, 7.0))
    gone = series(computing, "head")
    with writing(computing) as acknowledged:
        for factor in range(1, 6):
            wait_for(acknowledged, 10)
            parts = computing.properties(model)
            parts.pop("head", None)
            parts.pop("extra", None)
            parts["power"]["type"]["transform"]["expression"] = f"{factor} * q"
            extra = [transform("extra", "q + 1", q="flow")] if factor % 2 else []
            computing.change(model, *parts.values(), *extra)
        wait_for(acknowledged, 10)
    assert [*computing.values("P-1", "flow")] == acknowledged
    powers = [*computing.values("P-1", "power").values()]
    assert len(powers) == len(acknowledged)
    in_order = [one for place, one in enumerate(powers) if place == 0 or one != powers[place - 1]]
    assert in_order == [10.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert 0 < len(computing.values("P-1", "extra")) < len(acknowledged)
    assert gone not in computing.service.store.series()


def test_windows_of_another_interval_replace_those_that_wait(
    computing: Computing, model: str
) -> None:
    start = computing.clock.time
    computing.put("P-1", "flow", (start + 60, 4.0), (start + 290, 8.0))
    parts = computing.properties(model)
    parts["mean"]["type"]["metric"]["window"]["tumbling"]["interval"] = "1m"
    computing.change(model, *parts.values())
    computing.at(start + 600)
    assert computing.values("P-1", "mean", start) == {60: 4.0, 300: 8.0}


def test_a_new_metric_begins_with_the_next_window(computing: Computing, model: str) -> None:
    start = computing.clock.time
    computing.put("P-1", "flow", (start + 60, 4.0))
    computing.at(start + 700)
    parts = computing.properties(model)
    computing.change(model, *parts.values(), metric("points", "count(q)", q="flow"))
    computing.at(start + 1_300)
    assert computing.values("P-1", "points", start) == {900: 0.0, 1_200: 0.0}
    assert computing.values("P-1", "mean", start) == {300: 4.0}


def test_a_renamed_asset_keeps_its_values_and_goes_on(computing: Computing, model: str) -> None:
    start = computing.clock.time
    computing.put("P-1", "flow", (start, 4.0))
    asset = computing.assets["P-1"]
    computing.call("UpdateAsset", asset_id=asset, asset_name="P-100")
    computing.assets["P-100"] = asset
    computing.put("P-100", "flow", (start + 60, 8.0))
    assert computing.values("P-100", "power", start) == {0: 40.0, 60: 80.0}
    computing.at(start + 300)
    assert computing.values("P-100", "mean", start) == {0: 4.0, 300: 8.0}


def test_of_two_updates_at_once_the_one_that_has_not_seen_the_other_is_refused(
    computing: Computing, model: str
) -> None:
    named: Json = {"asset_model_id": model, "asset_model_name": "pump"}
    seen = computing.call("DescribeAssetModel", asset_model_id=model)
    properties = seen["assetModelProperties"]
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def update() -> None:
        together.wait()
        try:
            computing.call(
                "UpdateAssetModel",
                **named,
                asset_model_properties=properties,
                if_match=seen["eTag"],
            )
            outcomes.append("done")
        except PreconditionFailedException as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=update) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["PreconditionFailedException", "done"]
    SETTINGS.transition_seconds = 10.0
    computing.change(model, *properties)
    with pytest.raises(ConflictingOperationException, match="UPDATING"):
        computing.change(model, *properties)


def test_values_are_taken_and_computed_with_the_active_version_during_an_update(
    computing: Computing, model: str
) -> None:
    SETTINGS.transition_seconds = 10.0
    start = computing.clock.time
    parts = computing.properties(model)
    parts["power"]["type"]["transform"]["expression"] = "1000 * q"
    computing.change(model, *parts.values())
    computing.put("P-1", "flow", (start, 1.0))
    computing.clock.time = start + 20
    computing.put("P-1", "flow", (start + 1, 1.0))
    assert computing.values("P-1", "power", start) == {0: 10.0, 1: 1_000.0}
