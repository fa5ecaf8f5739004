"""ExecuteQuery: SQL over assets, properties and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_examples import Plant
from twin_local.services.iotsitewise.query import engine

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@pytest.fixture
def plant(sitewise: IoTSiteWiseClient, set_clock: SetClock) -> Plant:
    """Return a plant with the flows 0 to 9, one a second from an hour ago on, and 1.0 now."""
    plant = Plant(sitewise, set_clock.time)
    plant.build()
    values: Any = [
        {
            "value": {"doubleValue": float(index)},
            "timestamp": {"timeInSeconds": int(plant.now) - 3_600 + index},
        }
        for index in range(10)
    ]
    entry: Any = {"entryId": "1", "propertyAlias": "/flow", "propertyValues": values}
    assert sitewise.batch_put_asset_property_value(entries=[entry])["errorEntries"] == []
    return plant


def rows(plant: Plant, query: str) -> list[list[str | None]]:
    found = plant.client.execute_query(queryStatement=query)
    return [[one.get("scalarValue") for one in row["data"]] for row in found["rows"]]


def refusal(plant: Plant, query: str, **more: Any) -> tuple[str, str]:  # noqa: ANN401
    with pytest.raises(ClientError) as caught:
        plant.client.execute_query(queryStatement=query, **more)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_views_that_commas_list_are_joined_by_their_keys(plant: Plant) -> None:
    found = rows(
        plant,
        "SELECT a.asset_name, p.property_name, r.double_value "
        "FROM asset a, asset_property p, raw_time_series r "
        "WHERE a.asset_name = 'P-1' AND p.property_name = 'flow' "
        "AND r.event_timestamp > TIMESTAMP_SUB(MINUTE, 5, NOW())",
    )
    assert found == [["P-1", "flow", "1.0"]]


def test_columns_have_types_and_values_may_be_null(plant: Plant) -> None:
    found = plant.client.execute_query(
        queryStatement="select asset_name, asset_description, count(*) n from asset "
        "where asset_name = 'L-1' group by asset_name, asset_description"
    )
    types = {one["name"]: one["type"]["scalarType"] for one in found["columns"]}
    assert types == {"asset_name": "STRING", "asset_description": "STRING", "n": "INT"}
    (parents,) = plant.client.execute_query(
        queryStatement="select parent_asset_id from asset where asset_name = 'L-1'"
    )["rows"]
    assert parents["data"] == [{"nullValue": True}]


def test_aggregates_group_and_order(plant: Plant) -> None:
    found = rows(
        plant,
        "SELECT property_alias, COUNT(*), MAX(double_value), MIN(double_value), SUM(double_value), "
        "ROUND(AVG(double_value), 2), ROUND(STDDEV(double_value), 2) FROM raw_time_series "
        "WHERE property_alias IN ('/flow') GROUP BY property_alias HAVING COUNT(*) > 2 "
        "ORDER BY property_alias DESC LIMIT 5",
    )
    assert found == [["/flow", "11", "9.0", "0.0", "46.0", "4.18", "3.06"]]


def test_times_are_compared_with_texts_and_seconds(plant: Plant) -> None:
    query = "select count(*) from raw_time_series where property_alias = '/flow' and "
    start = int(plant.now) - 3_600
    assert rows(plant, f"{query} event_timestamp between {start + 2} and {start + 4}") == [["3"]]
    assert rows(plant, f"{query} event_timestamp < '1971-01-01 00:00:00'") == [["0"]]
    assert rows(plant, f"{query} event_timestamp >= TIMESTAMP '1971-01-01T00:00:00+02:00'") == [
        ["11"]
    ]


def test_subqueries_and_joins(plant: Plant) -> None:
    found = rows(
        plant,
        "SELECT a.asset_name FROM asset a INNER JOIN asset_property p ON a.asset_id = p.asset_id "
        "WHERE p.property_id IN (SELECT property_id FROM latest_value_time_series "
        "WHERE double_value = 1.0)",
    )
    assert found == [["P-1"]]
    found = rows(
        plant,
        "select double_attribute_value from asset_property where "
        "property_name = 'rated' and property_type = 'attribute'",
    )
    assert found == [["40.0"]]


def test_precomputed_aggregates_are_of_windows_that_have_ended(plant: Plant) -> None:
    found = rows(
        plant,
        "select sum(count_value), max(maximum_value) from precomputed_aggregates "
        "where resolution = '1m' and property_alias = '/flow'",
    )
    assert found == [["10", "9.0"]]


def test_pages_go_through_all_rows(plant: Plant) -> None:
    query: Any = {
        "queryStatement": "select double_value from raw_time_series where "
        "property_alias = '/flow' order by event_timestamp",
        "maxResults": 4,
    }
    seen: list[str] = []
    token: Any = {}
    while True:
        found = plant.client.execute_query(**query, **token)
        seen += [one["data"][0]["scalarValue"] for one in found["rows"]]
        if "nextToken" not in found:
            break
        token = {"nextToken": found["nextToken"]}
    assert seen == [f"{one}.0" for one in (*range(10), 1)]
    code, message = refusal(plant, "select asset_id from asset", **token)
    assert (code, message) == ("InvalidRequestException", "the nextToken is of another query")


def test_a_page_has_at_most_20000_rows(plant: Plant) -> None:
    code, _ = refusal(plant, "select asset_id from asset", maxResults=20_001)
    assert code == "InvalidRequestException"


@pytest.mark.parametrize(
    "query",
    [
        "select nothing from asset",
        "select 1 from nothing",
        "select * from asset",
        "select asset_id",
    ],
)
def test_what_cannot_be_run_is_told(plant: Plant, query: str) -> None:
    assert refusal(plant, query)[0] == "ValidationException"


def test_a_query_reads_and_runs_within_bounds(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_ROWS", 5)
    code, message = refusal(plant, "select double_value from raw_time_series")
    assert (code, "narrow" in message) == ("ValidationException", True)
    monkeypatch.undo()
    monkeypatch.setattr(engine, "LONGEST_SECONDS", 0.5)
    names = ", ".join(f"raw_time_series r{index}" for index in range(12))
    code, _ = refusal(plant, f"select sum(r0.double_value * r11.double_value) from {names}")
    assert code == "QueryTimeoutException"
