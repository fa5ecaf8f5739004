# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""Queries of InfluxDB 3 and 2, and what becomes of their answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.unit.connectors.conftest import history_event, properties_of, values_of
from twin.connectors.answers import answer
from twin.connectors.connector import Site
from twin.connectors.errors import ConnectorError, SourceRefused, SourceUnavailable
from twin.connectors.http import HttpRequest, HttpResponse
from twin.connectors.influxdb_influxql import influxql
from twin.connectors.influxdb_query import PAGE, Selection
from twin.connectors.influxdb_sql import sql
from twin.connectors.source import Window
from twin.connectors.sources.influxdb import CONNECTOR
from twin.definition.influxdb import InfluxdbOptions, InfluxdbSeries

OPTIONS = InfluxdbOptions(
    endpoint="https://influx.example.com/base/",
    database="plant",
    token_secret="plant/influxdb",
    series={"/demo/P-101/power": InfluxdbSeries(measurement="energy", field="kw", tags={})},
)


@dataclass
class Server:
    """Answers prepared bodies and remembers the requests."""

    answers: list[HttpResponse]
    requests: list[HttpRequest] = field(default_factory=list)

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        return self.answers[min(len(self.requests), len(self.answers)) - 1]

    def queries(self) -> list[str]:
        return [json.loads(one.body)["q"] for one in self.requests]


@pytest.fixture
def historian(site: Site) -> Site:
    return Site(site.document, OPTIONS.model_dump(mode="json"))


def records(*found: dict[str, Any]) -> HttpResponse:
    return HttpResponse(200, json.dumps(found).encode())


def ask(historian: Site, server: Server, *selected: str, **more: Any) -> Any:
    properties = properties_of(CONNECTOR.kinds(historian), series_key="P-101")
    event = history_event(properties, *selected, **more)
    return answer(event, CONNECTOR.source(historian, server), key_property="series_key")


def test_signals_of_one_measurement_are_one_query(historian: Site) -> None:
    row = {"time": "2026-01-01T00:00:05", "asset": "P-101", "flow": 31.5, "running": True}
    server = Server([records(row, {**row, "time": "2026-01-01T00:00:06.123456789", "flow": None})])
    found = ask(historian, server, "flow", "running")
    assert values_of(found, "flow") == [31.5]
    assert values_of(found, "running") == [True, True]
    assert found["propertyValues"][1]["values"][1]["time"] == "2026-01-01T00:00:06.123456789Z"
    (request,) = server.requests
    assert request.url == "https://influx.example.com/base/api/v3/query_sql"
    body = json.loads(request.body)
    assert (body["db"], body["format"], body["params"]) == ("plant", "json", {"tag0": "P-101"})
    assert body["q"] == (
        'SELECT time, "asset", "flow", "running" FROM "pump" '
        "WHERE time >= '2026-01-01T00:00:00.000000Z' AND time <= '2026-01-02T00:00:00.000000Z' "
        'AND (("asset" = $tag0)) AND ("flow" IS NOT NULL OR "running" IS NOT NULL) '
        'ORDER BY time ASC, "asset" ASC, "flow" ASC, "running" ASC LIMIT 500 OFFSET 0'
    )


def test_a_signal_that_lies_elsewhere_is_merged_in_order(historian: Site) -> None:
    server = Server(
        [
            records({"time": "2026-01-01T00:00:02", "asset": "P-101", "flow": 2.0}),
            records(
                {"time": "2026-01-01T00:00:01", "kw": 1.0},
                {"time": "2026-01-01T00:00:03", "kw": 3.0},
            ),
        ]
    )
    found = ask(historian, server, "flow", "power", maxResults=2)
    assert values_of(found, "power") == [1.0]
    assert values_of(found, "flow") == [2.0]
    assert "nextToken" in found
    assert 'FROM "energy" WHERE time' in server.queries()[1]


def test_a_type_is_asked_for_all_its_assets_at_once(historian: Site) -> None:
    stamp = "2026-01-01T00:00:01"
    rows = [{"time": stamp, "asset": name, "flow": 1.0} for name in ("P-101", "P-102", "P-999")]
    server = Server([records(*rows)])
    found = ask(historian, server, "flow", entityId=None)
    keys = [
        one["entityPropertyReference"]["externalIdProperty"]["series_key"]
        for one in found["propertyValues"]
    ]
    assert keys == ["P-101", "P-102"]
    assert server.queries()[0].count("OR") >= 1


def test_long_histories_come_page_by_page(historian: Site) -> None:
    def row(second: int) -> dict[str, Any]:
        stamp = f"2026-01-01T00:{second // 60:02d}:{second % 60:02d}"
        return {"time": stamp, "asset": "P-101", "flow": float(second)}

    rows = [row(second) for second in range(PAGE + 1)]
    server = Server([records(*rows[:PAGE]), records(*rows[PAGE:])])
    last = {"propertyName": "flow", "operator": ">=", "value": {"doubleValue": float(PAGE)}}
    assert values_of(ask(historian, server, "flow", propertyFilters=[last]), "flow") == [PAGE]
    assert [query.rpartition(" ")[2] for query in server.queries()] == ["0", "500"]


def test_names_and_values_cannot_change_a_query() -> None:
    wanted = Selection('a"b', ("f",), ((("k", "x' OR 1=1"),),))
    text, parameters = sql(wanted, Window(0, 1, 0, descending=True), offset=0)
    assert 'FROM "a""b"' in text
    assert "1=1" not in text
    assert parameters == {"tag0": "x' OR 1=1"}
    assert 'ORDER BY time DESC, "k" DESC' in text


def test_influxdb_2_is_asked_in_influxql(historian: Site) -> None:
    old = Site(historian.document, {**historian.options, "language": "influxql"})
    columns, stamp = ["time", "asset", "flow"], "2026-01-01T00:00:05.5Z"
    series = {"name": "pump", "columns": columns, "values": [[stamp, "P-101", 31.5]]}
    body = {"results": [{"statement_id": 0, "series": [series]}]}
    server = Server([HttpResponse(200, json.dumps(body).encode())])
    found = ask(old, server, "flow", orderByTime="DESCENDING")
    assert found["propertyValues"][0]["values"] == [
        {"time": "2026-01-01T00:00:05.500000Z", "value": {"doubleValue": 31.5}}
    ]
    (request,) = server.requests
    assert (request.url, request.scheme) == ("https://influx.example.com/base/query", "Token")
    assert dict(parse_qsl(request.body.decode())) == {
        "db": "plant",
        "q": 'SELECT "asset", "flow" FROM "pump" '
        "WHERE time >= '2026-01-01T00:00:00.000000Z' AND time <= '2026-01-02T00:00:00.000000Z' "
        "AND ((\"asset\" = 'P-101')) ORDER BY time DESC LIMIT 500 OFFSET 0",
    }
    assert (
        values_of(ask(old, Server([HttpResponse(200, b'{"results": [{}]}')]), "flow"), "flow") == []
    )
    failed = HttpResponse(200, b'{"results": [{"error": "database not found"}]}')
    with pytest.raises(SourceRefused, match="database not found"):
        ask(old, Server([failed]), "flow")


def test_texts_cannot_leave_their_quotes_in_influxql() -> None:
    wanted = Selection('a"b', ("f",), ((("k", "x' OR \\' 1=1"),),))
    text = influxql(wanted, Window(0, 1, 0, descending=False), offset=0)
    assert 'FROM "a\\"b"' in text
    assert "'x\\' OR \\\\\\' 1=1'" in text


@pytest.mark.parametrize(
    ("response", "error", "said"),
    [
        (HttpResponse(401, b"unauthorized"), SourceRefused, "401 unauthorized"),
        (HttpResponse(400, b"table 'pump' not found"), SourceRefused, "not found"),
        (HttpResponse(503, b""), SourceUnavailable, "503"),
        (HttpResponse(200, b"<html>"), SourceRefused, "no JSON"),
        (HttpResponse(200, b'{"a": 1}'), SourceRefused, "no records"),
    ],
)
def test_what_the_server_says_is_passed_on(
    historian: Site, response: HttpResponse, error: type[ConnectorError], said: str
) -> None:
    with pytest.raises(error, match=said):
        ask(historian, Server([response]), "flow")


def test_only_a_site_with_the_feature_has_its_types(historian: Site) -> None:
    kinds = CONNECTOR.kinds(historian)
    assert [kind.name for kind in kinds][:2] == ["influxdb", "influxdb.station"]
    assert CONNECTOR.feature == "influxdb"
    assert CONNECTOR.secret(historian) == "plant/influxdb"
    names = {component.name for component in CONNECTOR.components(historian)}
    assert names == {"influxdb"}
