"""Metrics over their windows: offsets, late values, values from before, restarts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import measurement, metric
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.settings import configure

Make = Callable[..., SiteWise]
Json = Any
ASSET = str(uuid.uuid4())


@pytest.fixture
def make(set_clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return what starts a service on a folder, and makes a pump with metrics there."""
    monkeypatch.setattr("twin_local.services.iotsitewise.metric_clock.TICK_SECONDS", 3_600.0)
    configure(state_folder=tmp_path, now=set_clock.now)

    def made(*metrics: Json) -> SiteWise:
        service = SiteWise(account="1", region="r", publish=lambda topic, payload: None)
        if metrics:
            model = served(
                service,
                "CreateAssetModel",
                asset_model_name="pump",
                asset_model_properties=[measurement("flow"), *metrics],
            )
            named = {"asset_name": "P-1", "asset_id": ASSET}
            served(service, "CreateAsset", asset_model_id=model["assetModelId"], **named)
        return service

    return made


def served(service: SiteWise, operation: str, **request: Json) -> Json:
    answer = service.call(operation, request)
    assert answer is not None
    return answer


def key(service: SiteWise, name: str) -> dict[str, str]:
    described = served(service, "DescribeAsset", asset_id=ASSET)
    (found,) = [one["id"] for one in described["assetProperties"] if one["name"] == name]
    return {"asset_id": ASSET, "property_id": found}


def put(service: SiteWise, *values: tuple[float, float]) -> None:
    names = key(service, "flow")
    for time_s, given in values:
        stamped = {"value": {"doubleValue": given}, "timestamp": {"timeInSeconds": int(time_s)}}
        entry = {"entryId": "e", "assetId": ASSET, "propertyId": names["property_id"]}
        answer = served(
            service,
            "BatchPutAssetPropertyValue",
            entries=[{**entry, "propertyValues": [stamped]}],
        )
        assert answer["errorEntries"] == []


def windows(service: SiteWise, name: str, since: float) -> dict[int, float]:
    """Return the values of a metric by the end of their window, in seconds since a time."""
    answer = served(service, "GetAssetPropertyValueHistory", **key(service, name), max_results=100)
    return {
        int(one["timestamp"]["timeInSeconds"] - since): one["value"]["doubleValue"]
        for one in answer["assetPropertyValueHistory"]
    }


def test_statetime_counts_seconds_above_zero_over_the_borders_of_windows(
    make: Make, set_clock: SetClock
) -> None:
    two = set_clock.time = set_clock.time // 3_600 * 3_600
    service = make(metric("idle", "statetime(q)", "1m", q="flow"))
    put(service, (two, 0.0), (two + 30, 1.0), (two + 75, 1.0), (two + 165, 0.0), (two + 240, 0.0))
    set_clock.time = two + 250
    service.tick()
    found = windows(service, "idle", two)
    service.close()
    assert found == {0: 0.0, 60: 30.0, 120: 60.0, 180: 45.0, 240: 0.0}


@pytest.mark.parametrize(
    ("offset", "end"), [("00:03:00", 180), ("3m", 180), ("PT3M", 180), ("2021-07-23T18:04-08", 240)]
)
def test_an_offset_moves_the_windows(
    make: Make, set_clock: SetClock, offset: str, end: int
) -> None:
    hour = set_clock.time = set_clock.time // 3_600 * 3_600
    item = metric("mean", "avg(q)", q="flow")
    item["type"]["metric"]["window"]["tumbling"]["offset"] = offset
    service = make(item)
    put(service, (hour + 60, 1.0), (hour + 120, 3.0), (hour + end + 1, 9.0))
    set_clock.time = hour + 299
    service.tick()
    found = windows(service, "mean", hour)
    service.close()
    assert found == {end: 2.0}


def test_an_offset_that_is_none_is_refused(make: Make) -> None:
    item = metric("mean", "avg(q)", q="flow")
    item["type"]["metric"]["window"]["tumbling"]["offset"] = "at noon"
    service = make(metric("mean", "avg(q)", q="flow"))
    with pytest.raises(Exception, match="noon") as caught:
        served(
            service,
            "CreateAssetModel",
            asset_model_name="other",
            asset_model_properties=[measurement("flow"), item],
        )
    service.close()
    assert getattr(caught.value, "code", None) == "InvalidRequestException"


def test_late_values_compute_their_windows_again_also_out_of_chunks(
    make: Make, set_clock: SetClock
) -> None:
    start = set_clock.time = set_clock.time // 3_600 * 3_600
    service = make(metric("mean", "avg(q)", q="flow"), metric("first", "earliest(q)", q="flow"))
    series = "{asset_id}_{property_id}".format(**key(service, "flow"))
    set_clock.time = start + 1_000
    put(service, *((start + 1 + second, 1.0) for second in range(600)))
    service.tick()
    assert windows(service, "mean", start)[600] == 1.0
    assert len(service.store.points(series, after_ns=0, until_ns=2**62, quality="GOOD")) == 600
    put(service, (start + 400, 301.0))
    service.tick()
    found, first = windows(service, "mean", start), windows(service, "first", start)
    service.close()
    assert found[300] == 1.0
    assert found[600] == 2.0
    assert first[600] == 1.0


def test_a_window_that_was_open_at_the_end_is_computed_after_the_next_start(
    make: Make, set_clock: SetClock
) -> None:
    start = set_clock.time = set_clock.time // 300 * 300 + 10
    service = make(metric("mean", "avg(q)", q="flow"))
    put(service, (start, 4.0))
    set_clock.time = start + 300
    service.tick()
    put(service, (start + 300, 6.0))
    service.close()
    set_clock.time = start + 900
    service = make()
    service.tick()
    found = windows(service, "mean", start - 10)
    service.close()
    assert found == {300: 4.0, 600: 6.0}
