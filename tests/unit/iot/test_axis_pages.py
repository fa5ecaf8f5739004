"""GET /signals/values: several signals on one axis of time, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from iot_signals import axis_page
from iot_signals.handler import handler as signals

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Call, Plant

LEVEL, SPEED = "/demo/T-101/level", "/demo/P-101/speed"
START = 1_790_000_000


def query(**changes: str) -> dict[str, list[str]]:
    texts = {"start": str(START), "end": str(START + 60), "step": "10", **changes}
    return {"alias": [LEVEL, SPEED], **{name: [text] for name, text in texts.items()}}


def all_pages(api: Call, asked: dict[str, list[str]]) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = []
    token = None
    while token is not None or not pages:
        more: dict[str, list[str]] = {} if token is None else {"next_token": [token]}
        status, body = api(signals, "getValues", role="viewer", query={**asked, **more})
        assert status == 200, body
        pages.append(body)
        token = body["next_token"]
    return pages


def test_all_signals_have_the_same_instants_and_gaps_are_null(plant: Plant, api: Call) -> None:
    plant.sitewise.stamps[LEVEL] = [(START - 1, 2.0, "GOOD"), (START + 25.5, 3.0, "UNCERTAIN")]
    plant.sitewise.stamps[SPEED] = [(START + 40, 1300.0, "GOOD")]
    (page,) = all_pages(api, query())
    assert page["times"] == [START + n for n in (0, 10, 20, 30, 40, 50)]
    level, speed = page["series"]
    reach = plant.site.signal_by_alias[LEVEL].stale_after_seconds
    assert level["values"][0] == 2.0
    assert level["qualities"][3] == "UNCERTAIN"
    assert (level["values"][1] is None) == (reach < 11)
    assert speed["values"][:4] == [None] * 4
    assert speed["qualities"][:5] == [None, None, None, None, "GOOD"]


def test_pages_are_the_parts_of_one_axis(plant: Plant, api: Call) -> None:
    plant.sitewise.stamps[SPEED] = [(START + n, float(n), "GOOD") for n in range(60)]
    asked = query(step="1")
    (whole,) = all_pages(api, asked)
    parts = all_pages(api, {**asked, "limit": ["7"]})
    assert [len(page["times"]) for page in parts] == [7] * 8 + [4]
    assert [time for page in parts for time in page["times"]] == whole["times"]
    values = [value for page in parts for value in page["series"][1]["values"]]
    assert values == whole["series"][1]["values"] == [float(n) for n in range(60)]


def test_a_page_that_costs_too_much_ends_early_and_loses_nothing(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant.sitewise.stamps[SPEED] = [(START + n / 10, float(n), "GOOD") for n in range(600)]
    asked = query(step="1")
    (whole,) = all_pages(api, asked)
    monkeypatch.setattr(axis_page, "MAXIMUM_COST", 300)
    parts = all_pages(api, asked)
    assert len(parts) > 2
    assert [t for page in parts for t in page["times"]] == whole["times"]
    assert [v for page in parts for v in page["series"][1]["values"]] == (
        whole["series"][1]["values"]
    )


def test_where_instants_are_far_apart_only_what_is_near_them_is_read(
    plant: Plant, api: Call
) -> None:
    hour, day = 3_600, 86_400
    asked = query(end=str(START + day), step=str(hour))
    plant.sitewise.stamps[SPEED] = [(START + n * hour - 1, float(n), "GOOD") for n in range(24)]
    (page,) = all_pages(api, {**asked, "alias": [SPEED]})
    assert page["series"][0]["values"] == [float(n) for n in range(24)]
    reach = plant.site.signal_by_alias[SPEED].stale_after_seconds
    for entry in (entry for batch in plant.sitewise.batches for entry in batch):
        assert entry["endDate"] - entry["startDate"] <= reach + 3


def test_an_attribute_that_nobody_stored_is_that_of_the_site_file(plant: Plant, api: Call) -> None:
    attribute = next(s for s in plant.site.signals if s.kind == "attribute" and s.default_value)
    (page,) = all_pages(api, {**query(), "alias": [attribute.alias]})
    assert page["series"][0]["values"] == [attribute.default_value] * 6
    assert set(page["series"][0]["qualities"]) == {"GOOD"}


def test_what_is_no_number_is_carried_where_a_line_was_asked_for(plant: Plant, api: Call) -> None:
    text = next(one.alias for one in plant.site.signals if one.data_type == "STRING")
    (page,) = all_pages(api, {**query(method="linear"), "alias": [LEVEL, text]})
    assert [one["method"] for one in page["series"]] == ["linear", "previous"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"step": "0"}, "QUERY_INVALID"),
        ({"step": "nan"}, "QUERY_INVALID"),
        ({"step": "x"}, "QUERY_INVALID"),
        ({"method": "cubic"}, "QUERY_INVALID"),
        ({"limit": "25001"}, "QUERY_INVALID"),
        ({"next_token": "nonsense"}, "QUERY_INVALID"),
        ({"end": "1"}, "BAD_TIME_RANGE"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    plant: Plant, api: Call, changes: dict[str, str], code: str
) -> None:
    _, body = api(signals, "getValues", query=query(**changes))
    assert body["code"] == code


def test_a_token_is_of_its_axis(plant: Plant, api: Call) -> None:
    _, first = api(signals, "getValues", query=query(limit="2"))
    again = {**query(limit="2"), "next_token": [first["next_token"]]}
    assert api(signals, "getValues", query=again)[0] == 200
    _, body = api(signals, "getValues", query={**again, "step": ["11"]})
    assert body["code"] == "QUERY_INVALID"
