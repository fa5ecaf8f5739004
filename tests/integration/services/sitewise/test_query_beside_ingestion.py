"""ExecuteQuery while other requests are answered: it holds no lock while it reads and runs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise.values import Json, entry, history, put, value
from twin_local.services.iotsitewise.query.engine import Engine

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

SUM = (
    "select sum(double_value) from raw_time_series where property_alias = '/flow' "
    "and event_timestamp <= now()"
)
WITHIN_SECONDS = 20.0
"""Long enough for a slow machine; a request that waits for the query is never answered."""


def elsewhere(work: Callable[[], Json]) -> Json:
    """Do something in another thread, as another connection of the server does."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(work).result(timeout=WITHIN_SECONDS)
    finally:
        pool.shutdown(wait=False)


def meanwhile(monkeypatch: pytest.MonkeyPatch, step: str, work: Callable[[], Json]) -> list[Json]:
    """Do something once in the midst of a step of the engine; return what came of it."""
    answers: list[Json] = []
    original = getattr(Engine, step)

    def halted(engine: Engine, *args: object, **more: object) -> object:
        if not answers:
            answers.append(elsewhere(work))
        return original(engine, *args, **more)

    monkeypatch.setattr(Engine, step, halted)
    return answers


def asked(client: IoTSiteWiseClient) -> str:
    (row,) = client.execute_query(queryStatement=SUM)["rows"]
    return row["data"][0]["scalarValue"]


@pytest.mark.parametrize("step", ["insert", "select"])
def test_values_are_taken_while_a_query_reads_or_runs(
    sitewise: IoTSiteWiseClient,
    pump: str,
    set_clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    now = set_clock.time
    assert put(sitewise, entry("/flow", value(1.0, now - 2), value(2.0, now - 1))) == []
    answers = meanwhile(monkeypatch, step, lambda: put(sitewise, entry("/flow", value(4.0, now))))
    assert asked(sitewise) == "3.0"  # the block was read before the value came
    assert answers == [[]]
    assert history(sitewise, "/flow") == [1.0, 2.0, 4.0]
    assert asked(sitewise) == "7.0"


def test_an_asset_that_goes_while_a_query_reads_is_left_out_or_whole(
    sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert put(sitewise, entry("/flow", value(1.0, set_clock.time))) == []
    meanwhile(monkeypatch, "create", lambda: sitewise.delete_asset(assetId=pump))
    (row,) = sitewise.execute_query(
        queryStatement="select count(double_value) from raw_time_series"
    )["rows"]
    assert row["data"][0]["scalarValue"] in ("0", "1")
    assert sitewise.list_assets(filter="TOP_LEVEL")["assetSummaries"] == []
