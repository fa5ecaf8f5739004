"""Requests that write lines, and when they are sent again."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from iot_influx import delivery
from iot_influx.lines import lines_of
from twin.connectors.connector import Site
from twin.connectors.errors import SourceRefused, SourceUnavailable
from twin.connectors.http import HttpRequest, HttpResponse
from twin.connectors.influxdb_query import Database
from twin.connectors.influxdb_write import write_request
from twin.definition.influxdb import InfluxdbOptions, InfluxdbSeries, InfluxdbTarget
from twin.telemetry.sample import Sample

OPTIONS = InfluxdbOptions(
    endpoint="https://influx.example.com/base/",
    database="plant a",
    token_secret="plant/reader",
    target=InfluxdbTarget(token_secret="plant/writer"),
    series={"/demo/P-101/power": InfluxdbSeries(measurement="energy", field="kw", tags={})},
).model_dump(mode="json")
BUSY, TAKEN = HttpResponse(503, b"busy"), HttpResponse(204, b"")


@dataclass
class Server:
    """Gives prepared answers and remembers the requests."""

    answers: list[HttpResponse]
    requests: list[HttpRequest] = field(default_factory=list)

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        return self.answers.pop(0)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PAUSES_SECONDS", (0.0, 0.0))


@pytest.mark.parametrize(
    ("language", "url", "scheme"),
    [
        ("sql", "/base/api/v3/write_lp?db=plant+a&precision=nanosecond", "Bearer"),
        ("influxql", "/base/write?db=plant+a&precision=ns", "Token"),
    ],
)
def test_all_lines_are_one_request(language: str, url: str, scheme: str) -> None:
    request = write_request(Database(OPTIONS["endpoint"], "plant a"), language, ["é v=1 1", "b"])
    assert request.url == f"https://influx.example.com{url}"
    assert (request.body, request.scheme) == ("é v=1 1\nb".encode(), scheme)


def test_a_busy_database_is_tried_again() -> None:
    server = Server([BUSY, HttpResponse(429, b"slow down"), TAKEN])
    delivery.deliver(server, OPTIONS, ["a v=1 1"], lambda: 90_000)
    assert len({one.body for one in server.requests}) == 1
    assert server.answers == []


def test_one_that_stays_busy_is_told_to_lambda() -> None:
    server = Server([BUSY] * 4)
    with pytest.raises(SourceUnavailable, match="503 busy"):
        delivery.deliver(server, OPTIONS, ["a v=1 1"], lambda: 90_000)
    assert len(server.requests) == 3


def test_without_time_for_another_attempt_there_is_none() -> None:
    server = Server([BUSY, TAKEN])
    with pytest.raises(SourceUnavailable):
        delivery.deliver(server, OPTIONS, ["a v=1 1"], lambda: 20_000)
    assert len(server.requests) == 1


def test_what_is_refused_is_not_tried_again() -> None:
    server = Server([HttpResponse(400, b"partial write"), TAKEN])
    with pytest.raises(SourceRefused, match="400 partial write"):
        delivery.deliver(server, OPTIONS, ["a v=1 1"], lambda: 90_000)
    assert len(server.requests) == 1


def test_signals_are_written_where_the_connector_reads_them(site: Site) -> None:
    written = Site(site.document, OPTIONS)
    values = {"flow": 31.5, "power": 7.0, "running": True}
    found = [
        lines_of(written, site.document.signal_by_alias[alias], [Sample(alias, 9, value, "GOOD")])
        for name, value in values.items()
        if (alias := f"/demo/P-101/{name}")
    ]
    assert found == [
        ["pump,asset=P-101,quality=GOOD flow=31.5 9"],
        ["energy,quality=GOOD kw=7.0 9"],
        ["pump,asset=P-101,quality=GOOD running=true 9"],
    ]
