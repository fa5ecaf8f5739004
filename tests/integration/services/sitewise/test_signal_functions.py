"""The functions that read signals, over SiteWise as the embedded AWS has it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from iot_signals.handler import handler as signals
from live_resume.replay import replay
from tests.api_event import api_event
from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_values import Pump, make_pump
from twin.api.routes import ROUTES
from twin.compile import compile_site
from twin.definition import load_site
from twin.live.resume import Missed
from twin.site_document import SiteDocument
from twin_runtime import clients
from twin_runtime import site as runtime_site

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

Json = dict[str, Any]
Ask = Callable[..., Json]


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> Pump:
    return make_pump(sitewise)


@pytest.fixture
def document(repository_root: Path) -> SiteDocument:
    """Return a site whose only signals are two of the pump's."""
    demo = compile_site(load_site(repository_root / "sites" / "demo.yaml"))
    level = demo.signal_by_alias["/demo/T-101/level"]
    flow = replace(level, alias="/flow", stale_after_seconds=30.0)
    state = replace(flow, alias="/state", data_type="STRING")
    return replace(demo, alarms=(), signals=(flow, state))


@pytest.fixture
def ask(
    pump: Pump, document: SiteDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ask]:
    (tmp_path / "site.json").write_text(document.to_json(), encoding="utf-8")
    monkeypatch.setenv("LAMBDA_TASK_ROOT", str(tmp_path))
    monkeypatch.setattr(clients, "iotsitewise", lambda: pump.client)
    runtime_site.site.cache_clear()

    def ask(operation: str, **query: str | list[str]) -> Json:
        route = next(route for route in ROUTES if route.operation_id == operation)
        answer = signals(api_event(route.method, route.path, caller={}, query=query), None)
        body: Json = json.loads(answer["body"])
        assert answer["statusCode"] == 200, body
        return body

    yield ask
    runtime_site.site.cache_clear()


def test_statistics_of_minutes_are_read_page_by_page(
    ask: Ask, pump: Pump, set_clock: SetClock
) -> None:
    start = set_clock.time // 60 * 60 - 600
    assert pump.put("flow", *((start + 10 * n, float(n)) for n in range(30))) == []
    query = {"start": str(start), "end": str(start + 300), "resolution": "1m"}
    kinds = ["AVERAGE", "COUNT", "STANDARD_DEVIATION"]
    windows: list[Json] = []
    page: Json = {"next_token": ""}
    while page["next_token"] is not None:
        more = {"next_token": page["next_token"]} if page["next_token"] else {}
        page = ask("getAggregates", alias="/flow", aggregate=kinds, limit="2", **query, **more)
        windows += page["series"][0]["windows"]
    assert [(one["start"] - start, one["end"] - start) for one in windows] == [
        (minute * 60, minute * 60 + 60) for minute in range(5)
    ]
    assert windows[0]["count"] == 6
    assert windows[0]["average"] == pytest.approx(3.5)  # its start is left out, its end is in it
    assert set(windows[0]) == {
        "start", "end", "quality", "average", "count", "standard_deviation",
    }  # fmt: skip


def test_several_signals_are_read_on_one_axis(ask: Ask, pump: Pump, set_clock: SetClock) -> None:
    start = set_clock.time - 600
    pump.put("flow", (start - 5, 0.0), (start + 15, 20.0))
    pump.put("flow", (start + 20, 30.0), quality="UNCERTAIN")
    pump.put("state", (start + 5, "RUNNING"))
    query = {"start": str(start), "end": str(start + 60), "step": "10", "method": "linear"}
    page = ask("getValues", alias=["/flow", "/state"], **query)
    flow, state = page["series"]
    assert page["times"] == [start + 10 * n for n in range(6)]
    assert flow["values"] == [5.0, 15.0, 30.0, None, None, None]
    assert flow["qualities"] == ["GOOD", "GOOD", "UNCERTAIN", None, None, None]
    assert state["values"] == [None, "RUNNING", "RUNNING", "RUNNING", None, None]
    assert [one["method"] for one in page["series"]] == ["linear", "previous"]


def test_what_was_missed_of_the_live_channel_is_read_from_the_history(
    pump: Pump, document: SiteDocument, set_clock: SetClock
) -> None:
    class NoJournal:
        def between(self, since: float, until: float) -> Iterator[Any]:
            return iter(())

    now = set_clock.time
    pump.put("flow", (now - 100, 1.0), (now - 50, 2.0), (now - 10, 3.0))
    events = replay(
        Missed(now - 60, now),
        NoJournal(),  # type: ignore[arg-type]
        pump.client,
        document,
    )
    ((name, message),) = [(event.name, event.data) for event in events]
    assert (name, message["alias"]) == ("values", "/flow")
    assert [point["value"] for point in message["points"]] == [2.0, 3.0]  # type: ignore[attr-defined]
