"""Windows from the site's InfluxDB: where a signal is, is said by `features.influxdb`.

What `features.influxdb.target` writes has its quality in a tag, of which the good ones are asked
for. Another system's values count as its `tags` select them.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.connectors.connector import Site
from twin.connectors.http import Http
from twin.connectors.influxdb_lines import QUALITY
from twin.connectors.influxdb_query import Database, Selection, records
from twin.connectors.source import Window
from twin.connectors.sources.influxdb import LANGUAGES, series_of
from twin.connectors.times import nanoseconds_of, read_time
from twin.recalibration.window_source import HttpSource, Point, Reader, number
from twin.site_document import Signal
from twin.telemetry.sample import NANOSECONDS

PAGE_RECORDS = 10_000
GOOD = "GOOD"


def read(site: Site, http: Http) -> Reader:
    """Return the reader of a site's database."""
    return _Database(site, http).points


class _Database:
    """One field of one series at a time."""

    def __init__(self, site: Site, http: Http) -> None:
        self._site, self._http = site, http
        self._language = LANGUAGES[site.options["language"]]
        self._database = Database(site.options["endpoint"], site.options["database"])
        self._types = {asset.id: asset.type for asset in site.document.assets}

    def points(self, signal: Signal, start: float, end: float) -> Iterator[Point]:
        """Yield the good values of a signal, page by page, oldest first.

        Raises:
            SourceRefused: the database answered with an error, or not with records.
            SourceUnavailable: it was not there, or too busy.
        """
        wanted = self._selection(signal)
        first, last = nanoseconds_of(start), nanoseconds_of(end)
        window = Window(first, last, first, descending=False)
        for record in records(self._http, self._language, self._database, wanted, window):
            value = record.get(wanted.fields[0])
            if value is not None:
                yield read_time(record["time"]) / NANOSECONDS, number(value)

    def _selection(self, signal: Signal) -> Selection:
        series = series_of(self._site, signal, self._types[signal.asset])
        tags = dict(series.tags)
        if self._site.options["target"] is not None:
            tags.setdefault(QUALITY, GOOD)
        found = tuple(sorted(tags.items()))
        return Selection(series.measurement, (series.field,), (found,), page=PAGE_RECORDS)


def secret(site: Site) -> str:
    """Return the name of the secret that holds the token which may read."""
    return str(site.options["token_secret"])


SOURCE = HttpSource("influxdb", feature="influxdb", secret=secret, read=read)
