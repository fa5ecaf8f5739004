"""The SQL of InfluxDB 3.

https://docs.influxdata.com/influxdb3/core/query-data/execute-queries/influxdb-v3-api/
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from twin.connectors.http import HttpRequest
from twin.connectors.influxdb_query import Database, Record, Selection, Tags
from twin.connectors.source import Window
from twin.connectors.times import write_time

PATH = "/api/v3/query_sql"


class Sql:
    """Asks with parameters and is answered with a list of objects."""

    def request(
        self, database: Database, wanted: Selection, window: Window, offset: int
    ) -> HttpRequest:
        """Return the request of a page."""
        text, parameters = sql(wanted, window, offset=offset)
        body = {"db": database.name, "q": text, "format": "json", "params": parameters}
        return HttpRequest(
            url=database.url(PATH),
            body=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )

    def records(self, answer: object) -> list[Record] | None:
        """Return the records of an answer."""
        if not isinstance(answer, list) or not all(isinstance(one, dict) for one in answer):
            return None
        return answer


def sql(wanted: Selection, window: Window, *, offset: int) -> tuple[str, dict[str, str]]:
    """Return the query of a page and the values of its parameters."""
    order = "DESC" if window.descending else "ASC"
    columns = [_name(one) for one in (*wanted.tag_keys, *wanted.fields)]
    parameters: dict[str, str] = {}
    either = " OR ".join(_all_of(tags, parameters) for tags in wanted.tag_sets)
    conditions = [
        f"time >= '{write_time(window.start)}'",
        f"time <= '{write_time(window.end)}'",
        *([f"({either})"] if wanted.tag_keys else []),
        f"({_any_known(wanted.fields)})",
    ]
    ordered = ", ".join(f"{one} {order}" for one in ("time", *columns))
    return (
        f"SELECT {', '.join(['time', *columns])} FROM {_name(wanted.measurement)} "
        f"WHERE {' AND '.join(conditions)} ORDER BY {ordered} LIMIT {wanted.page} OFFSET {offset}"
    ), parameters


def _all_of(tags: Tags, parameters: dict[str, str]) -> str:
    """Return the condition of one set of tags, its values as parameters."""
    parts = []
    for key, value in tags:
        parameter = f"tag{len(parameters)}"
        parameters[parameter] = value
        parts.append(f"{_name(key)} = ${parameter}")
    return f"({' AND '.join(parts)})"


def _any_known(fields: Sequence[str]) -> str:
    """Return the condition that one field has a value: a row has those of all of its series."""
    return " OR ".join(f"{_name(one)} IS NOT NULL" for one in fields)


def _name(text: str) -> str:
    """Return a name of a table or column, quoted."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
