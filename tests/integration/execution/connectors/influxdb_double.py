"""An InfluxDB as far as its HTTP API is used here: line protocol in, queries out, tokens checked.

https://docs.influxdata.com/influxdb3/core/reference/api/
https://docs.influxdata.com/influxdb/v2/reference/api/influxdb-1x/query/
The SQL runs in DuckDB, so that a wrong query is an error here too.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb

LINE = re.compile(r"^(?P<name>[^,\s]+)(?P<tags>(?:,[^\s]+)?) (?P<fields>\S+) (?P<time>\d+)$")
ALLOWED = {"db", "q", "format", "params"}
PRECISIONS = {"/api/v3/write_lp": "nanosecond", "/write": "ns"}


@dataclass
class InfluxDouble:
    """One server with one database: `requests` are the queries, `bodies` the lines it was sent."""

    database: str = "plant"
    token: str = "first-token"
    busy: bool = False
    requests: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._store = duckdb.connect()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def write(self, text: str) -> None:
        """Store lines of the line protocol, times in nanoseconds."""
        self.bodies.append(text)
        for line in text.strip().splitlines():
            found = LINE.match(line.strip())
            assert found is not None, line
            pairs = [one.split("=", 1) for one in found["tags"].split(",") if one]
            columns: dict[str, Any] = {name: value for name, value in pairs}
            for pair in found["fields"].split(","):
                name, text_value = pair.split("=", 1)
                columns[name] = _value(text_value)
            nanoseconds = int(found["time"])
            stamp = datetime.fromtimestamp(nanoseconds // 10**9, UTC).replace(tzinfo=None)
            stamp = stamp.replace(microsecond=nanoseconds % 10**9 // 1000)
            self._insert(found["name"], {"time": stamp, **columns})

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        kinds = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", str: "VARCHAR"}
        with self._lock:
            self._store.execute(f'CREATE TABLE IF NOT EXISTS "{table}" (time TIMESTAMP)')
            for name, value in row.items():
                kind = kinds.get(type(value), "TIMESTAMP")
                self._store.execute(
                    f'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS "{name}" {kind}'
                )
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" for _ in row)
            self._store.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values())
            )

    def query(self, body: dict[str, Any]) -> tuple[int, Any]:
        """Answer a query as /api/v3/query_sql does."""
        unknown = set(body) - ALLOWED
        if unknown or body.get("format") != "json" or not isinstance(body.get("q"), str):
            return 400, {"error": f"invalid request: {sorted(unknown)}"}
        if body.get("db") != self.database:
            return 404, {"error": f"database not found: {body.get('db')}"}
        self.requests.append(body)
        with self._lock:
            try:
                cursor = self._store.execute(body["q"], body.get("params") or None)
            except duckdb.Error as error:
                return 400, {"error": f"Error during planning: {error}"}
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall()
        return 200, [dict(zip(names, map(_json, row), strict=True)) for row in rows]

    def influxql(self, form: dict[str, list[str]]) -> tuple[int, Any]:
        """Answer a query as InfluxDB 2 does: every result has its time, errors are in the body."""
        assert set(form) == {"db", "q"}, form
        text = form["q"][0].replace("SELECT ", "SELECT time, ", 1)
        status, found = self.query({"db": form["db"][0], "q": text, "format": "json"})
        if status != 200:
            return 200, {"results": [{"statement_id": 0, "error": found["error"]}]}
        if not found:
            return 200, {"results": [{"statement_id": 0}]}
        rows = [[f"{one['time']}Z", *list(one.values())[1:]] for one in found]
        series = {"name": "measurement", "columns": list(found[0]), "values": rows}
        return 200, {"results": [{"statement_id": 0, "series": [series]}]}


def _value(text: str) -> bool | int | float | str:
    if text in ("true", "false"):
        return text == "true"
    if text.startswith('"'):
        return text.strip('"')
    return int(text[:-1]) if text.endswith("i") else float(text)


def _json(value: Any) -> Any:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value


@contextmanager
def serving(double: InfluxDouble) -> Iterator[InfluxDouble]:
    """Serve it on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = self._answer(urlsplit(self.path), body)
            data = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _answer(self, url: Any, body: bytes) -> tuple[int, Any]:
            scheme = "Token" if url.path in ("/query", "/write") else "Bearer"
            if self.headers["Authorization"] != f"{scheme} {double.token}":
                return 401, {"error": "the request was not authenticated"}
            if double.busy:
                return 503, {"error": "too busy"}
            if url.path in PRECISIONS:
                asked, precision = parse_qs(url.query), PRECISIONS[url.path]
                assert asked == {"db": [double.database], "precision": [precision]}, asked
                double.write(body.decode())
                return 204, None
            if url.path == "/api/v3/query_sql":
                assert self.headers["Content-Type"] == "application/json"
                return double.query(json.loads(body))
            if url.path == "/query":
                assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
                return double.influxql(parse_qs(body.decode()))
            return 404, {"error": "no such path"}

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield double
    server.shutdown()
    server.server_close()
    thread.join()
