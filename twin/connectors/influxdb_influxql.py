"""InfluxQL, as InfluxDB 2 serves it over the interface of version 1, by the names of its buckets.

https://docs.influxdata.com/influxdb/v2/reference/api/influxdb-1x/query/
https://docs.influxdata.com/influxdb/v2/reference/syntax/influxql/spec/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from twin.connectors.http import HttpRequest
from twin.connectors.influxdb_query import Database, Record, Selection, Tags
from twin.connectors.source import Window
from twin.connectors.times import write_time

PATH = "/query"


class InfluxQl:
    """Asks with a form and is answered with columns and rows of statements."""

    def request(
        self, database: Database, wanted: Selection, window: Window, offset: int
    ) -> HttpRequest:
        """Return the request of a page."""
        form = {"db": database.name, "q": influxql(wanted, window, offset=offset)}
        return HttpRequest(
            url=database.url(PATH),
            body=urlencode(form).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
            },
            scheme="Token",
        )

    def records(self, answer: object) -> list[Record] | None:
        """Return the records of an answer; a statement that failed has none."""
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, list) or any("error" in one for one in results):
            return None
        return [record for one in results for record in _rows(one)]


def influxql(wanted: Selection, window: Window, *, offset: int) -> str:
    """Return the query of a page; the language orders by time only, and has no parameters here."""
    columns = ", ".join(_name(one) for one in (*wanted.tag_keys, *wanted.fields))
    either = " OR ".join(_all_of(tags) for tags in wanted.tag_sets)
    conditions = [
        f"time >= '{write_time(window.start)}'",
        f"time <= '{write_time(window.end)}'",
        *([f"({either})"] if wanted.tag_keys else []),
    ]
    return (
        f"SELECT {columns} FROM {_name(wanted.measurement)} WHERE {' AND '.join(conditions)} "
        f"ORDER BY time {'DESC' if window.descending else 'ASC'} "
        f"LIMIT {wanted.page} OFFSET {offset}"
    )


def _rows(result: dict[str, Any]) -> Iterator[Record]:
    for series in result.get("series", []):
        for values in series["values"]:
            yield dict(zip(series["columns"], values, strict=True))


def _all_of(tags: Tags) -> str:
    return f"({' AND '.join(f'{_name(key)} = {_text(value)}' for key, value in tags)})"


def _name(text: str) -> str:
    """Return a name, quoted."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str) -> str:
    """Return a text, quoted."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
