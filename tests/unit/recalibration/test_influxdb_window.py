"""What an InfluxDB is asked for a window, and which of its records count."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from twin.connectors.connector import Site
from twin.connectors.errors import SourceRefused, SourceUnavailable
from twin.connectors.http import HttpRequest, HttpResponse
from twin.definition.influxdb import InfluxdbOptions, InfluxdbSeries, InfluxdbTarget
from twin.recalibration.sources import influxdb
from twin.site_document import Signal, SiteDocument

OPTIONS = InfluxdbOptions(
    endpoint="https://influx.example.com", database="plant", token_secret="plant/influxdb"
)
OURS = {"target": InfluxdbTarget(token_secret="plant/writer")}


class Server:
    """Answers prepared pages of records and remembers the requests."""

    def __init__(self, *pages: list[dict[str, Any]], status: int = 200) -> None:
        self.pages, self.status, self.requests = list(pages), status, list[HttpRequest]()

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        return HttpResponse(self.status, json.dumps(self.pages.pop(0)).encode())


def points(
    site: SiteDocument,
    flow: Signal,
    server: Server,
    **changes: Any,  # noqa: ANN401 - any option
) -> list[tuple[float, float]]:
    stated = OPTIONS.model_copy(update=changes).model_dump(mode="json")
    return list(influxdb.read(Site(site, stated), server)(flow, 100.0, 200.5))


def test_good_values_of_ours_are_asked_for(site: SiteDocument, flow: Signal) -> None:
    server = Server([{"time": "1970-01-01T00:01:41.25", "flow": 31}])
    assert points(site, flow, server, **OURS) == [(101.25, 31.0)]
    (request,) = server.requests
    body = json.loads(request.body)
    assert body["params"] == {"tag0": "P-101", "tag1": "GOOD"}
    query = body["q"]
    assert "time >= '1970-01-01T00:01:40.000000Z'" in query
    assert "time <= '1970-01-01T00:03:20.500000Z'" in query
    assert '("asset" = $tag0 AND "quality" = $tag1)' in query
    assert 'AND ("flow" IS NOT NULL)' in query


def test_another_system_s_values_count_as_its_tags_say(site: SiteDocument, flow: Signal) -> None:
    server = Server([], [])
    points(site, flow, server)
    assert "quality" not in json.loads(server.requests[0].body)["q"]
    elsewhere = InfluxdbSeries(measurement="tags", field="v", tags={"id": "FT1", "quality": "192"})
    points(site, flow, server, series={flow.alias: elsewhere}, **OURS)
    assert json.loads(server.requests[1].body)["params"] == {"tag0": "FT1", "tag1": "192"}


def test_pages_follow_each_other_and_empty_fields_are_no_values(
    site: SiteDocument, flow: Signal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(influxdb, "PAGE_RECORDS", 2)
    rows = [{"time": f"1970-01-01T00:02:0{at}", "flow": at or None} for at in range(3)]
    server = Server(rows[:2], rows[2:])
    assert points(site, flow, server) == [(121.0, 1.0), (122.0, 2.0)]
    queries = [json.loads(one.body)["q"] for one in server.requests]
    assert [one.rpartition("LIMIT ")[2] for one in queries] == ["2 OFFSET 0", "2 OFFSET 2"]


def test_influxdb_2_is_asked_in_its_own_language(site: SiteDocument, flow: Signal) -> None:
    server = Server()
    series = {"columns": ["time", "flow"], "values": [["1970-01-01T00:02:00Z", True]]}
    server.pages = [{"results": [{"series": [series]}]}]  # type: ignore[list-item]
    assert points(site, flow, server, language="influxql", **OURS) == [(120.0, 1.0)]
    (query,) = parse_qs(server.requests[0].body.decode())["q"]
    assert "\"quality\" = 'GOOD'" in query
    assert query.endswith("ORDER BY time ASC LIMIT 10000 OFFSET 0")


@pytest.mark.parametrize(("status", "error"), [(503, SourceUnavailable), (400, SourceRefused)])
def test_a_database_that_does_not_answer_is_told(
    site: SiteDocument, flow: Signal, status: int, error: type[Exception]
) -> None:
    with pytest.raises(error, match=str(status)):
        points(site, flow, Server([], status=status))
