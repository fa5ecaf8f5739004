"""Lines to an InfluxDB: what is posted, and what its answer means.

https://docs.influxdata.com/influxdb3/core/reference/api/ (`/api/v3/write_lp`)
https://docs.influxdata.com/influxdb/v2/reference/api/influxdb-1x/write/ (`/write`)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from twin.connectors.errors import SourceRefused, SourceUnavailable
from twin.connectors.http import Http, HttpRequest
from twin.connectors.influxdb_query import BUSY, Database, said

WRITTEN = (200, 204)
PATHS: Mapping[str, tuple[str, str, str]] = {
    "sql": ("/api/v3/write_lp", "nanosecond", "Bearer"),
    "influxql": ("/write", "ns", "Token"),
}
"""By the language that the server is asked in: path, name of the precision, scheme of the token."""


def write_lines(http: Http, database: Database, language: str, lines: Sequence[str]) -> None:
    """Write lines with one request; the same point again replaces what was there.

    InfluxDB 3 stores the lines that it can and refuses the others.

    Raises:
        SourceRefused: the server does not take all of them, now or later.
        SourceUnavailable: the server was not there, or too busy.
    """
    response = http.send(write_request(database, language, lines))
    if response.status in BUSY:
        raise SourceUnavailable("InfluxDB cannot store values now", found=said(response))
    if response.status not in WRITTEN:
        raise SourceRefused("InfluxDB did not take values", found=said(response))


def write_request(database: Database, language: str, lines: Sequence[str]) -> HttpRequest:
    """Return the request that writes lines whose times are in nanoseconds."""
    path, precision, scheme = PATHS[language]
    asked = urlencode({"db": database.name, "precision": precision})
    return HttpRequest(
        url=f"{database.url(path)}?{asked}",
        body="\n".join(lines).encode(),
        headers={"Content-Type": "text/plain; charset=utf-8"},
        scheme=scheme,
    )
