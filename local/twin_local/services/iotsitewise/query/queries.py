"""ExecuteQuery.

A query may run for 30 seconds, in which values are taken and other requests answered. What there is
of models and assets is taken at one moment, under the lock of the service. Values are read block by
block after that, each block as it is committed then: between two series of one query there is no
common moment, as AWS promises none. A client token changes nothing: a query has no effect, and who
asks again is answered anew.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_ExecuteQuery.html
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.query.engine import Engine, block_of
from twin_local.services.iotsitewise.query.metadata import (
    FOREVER_NS,
    Row,
    Texts,
    asset_rows,
    asset_texts,
    property_rows,
    property_texts,
)
from twin_local.services.iotsitewise.query.series_rows import (
    Block,
    aggregate_blocks,
    latest_block,
    raw_blocks,
)
from twin_local.services.iotsitewise.query.statement import Scan, statement
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.series_index import SeriesIndex
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.store import Json, Point, Store

PAGE_MAXIMUM = 20_000
SCALAR_TYPES = {"BOOLEAN": "BOOLEAN", "FLOAT": "DOUBLE", "DOUBLE": "DOUBLE"}
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")


@dataclass(frozen=True)
class Place:
    """Where the next page of a query begins, and the time that NOW() had for the first one."""

    digest: str
    now_ns: int
    offset: int

    def token(self) -> str:
        """Return the place as a `nextToken`."""
        text = json.dumps([self.digest, self.now_ns, self.offset])
        return base64.b64encode(text.encode()).decode()


@dataclass(frozen=True)
class Source:
    """What a scan reads: rows of a view of metadata, or series of a view of values."""

    scan: Scan
    rows: Sequence[Row] = ()
    series: Sequence[Series] = ()


class Queries:
    """Runs SQL over assets, properties and their values."""

    def __init__(
        self,
        *,
        registry: Registry,
        index: SeriesIndex,
        store: Store,
        now: Callable[[], float],
        lock: threading.RLock,
    ) -> None:
        self._registry, self._index, self._store = registry, index, store
        self._now, self._lock = now, lock

    def unlocked(self) -> Operations:
        """Return the operation, which holds the lock only while it looks at models and assets."""
        return {"ExecuteQuery": self.execute}

    def execute(self, request: Json) -> Json:
        """Return one page of the rows of a query.

        Raises:
            InvalidRequestException: the page is none.
            QueryTimeoutException: the query takes longer than 30 seconds.
            ValidationException: the query is not supported, or reads too much.
        """
        text, limit = request["query_statement"], request.get("max_results")
        limit = PAGE_MAXIMUM if limit is None else int(limit)
        if not 1 <= limit <= PAGE_MAXIMUM:
            raise InvalidRequestException(f"maxResults {limit} is not within 1 and {PAGE_MAXIMUM}")
        place = self._place(text, request.get("next_token"))
        query = statement(text, now_ns=place.now_ns)
        with self._lock:
            sources = [self._source(scan) for scan in query.scans]
        with Engine() as engine:
            for source in sources:
                engine.create(source.scan.table, source.scan.view)
                for block in self._blocks(source, place.now_ns):
                    engine.insert(source.scan.table, source.scan.view, block)
            columns, rows = engine.select(query.sql, offset=place.offset, limit=limit + 1)
        following = Place(place.digest, place.now_ns, place.offset + limit)
        return {
            "columns": [{"name": name, "type": {"scalarType": _type(k)}} for name, k in columns],
            "rows": [{"data": [datum(one) for one in row]} for row in rows[:limit]],
            **({"nextToken": following.token()} if len(rows) > limit else {}),
        }

    def _place(self, text: str, token: str | None) -> Place:
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        if not token:
            return Place(digest, int(self._now() * NANOSECONDS), 0)
        try:
            known, now_ns, offset = json.loads(base64.b64decode(token, validate=True))
            place = Place(str(known), int(now_ns), int(offset))
        except (ValueError, TypeError) as error:
            raise InvalidRequestException("the nextToken is not one that a page gave") from error
        if place.digest != digest or place.offset < 0:
            raise InvalidRequestException("the nextToken is of another query")
        return place

    def _source(self, scan: Scan) -> Source:
        if scan.view == "asset":
            rows = [one for one in asset_rows(self._registry) if _needed(scan, one)]
            return Source(scan, rows=rows)
        if scan.view == "asset_property":
            rows = [r for r in property_rows(self._registry, self._store) if _needed(scan, r)]
            return Source(scan, rows=rows)
        return Source(scan, series=list(self._series(scan)))

    def _blocks(self, source: Source, now_ns: int) -> Iterator[Block]:
        scan = source.scan
        if source.rows:
            yield block_of(source.rows, scan.view)
        for series in source.series:
            if scan.view == "raw_time_series":
                yield from raw_blocks(self._store, series, scan)
            elif scan.view == "precomputed_aggregates":
                yield from aggregate_blocks(self._store, series, scan, now_ns=now_ns)
            elif point := self._latest(series):
                yield latest_block(series, point)

    def _series(self, scan: Scan) -> Iterator[Series]:
        """Yield the series that a scan of values may need."""
        for asset in self._registry.assets.values():
            if not scan.allows("asset", asset_texts(self._registry, asset)):
                continue
            for texts, _ in property_texts(self._registry, asset):
                keys: Texts = {
                    name: texts[name] for name in ("asset_id", "property_id", "property_alias")
                }
                if scan.allows("asset_property", texts) and scan.allows(scan.view, keys):
                    yield self._index.get(str(texts["asset_id"]), str(texts["property_id"]))

    def _latest(self, series: Series) -> Point | None:
        point = self._store.latest(series.key, until_ns=FOREVER_NS)
        if point is None and series.default_value is not None:
            moment_ns = int(series.created_at) * NANOSECONDS
            return Point(moment_ns, "GOOD", series.default_value)
        return point


def _needed(scan: Scan, row: Json) -> bool:
    return all(scan.conditions.allow(name, row.get(name)) for name in scan.conditions.texts)


def _type(kind: str) -> str:
    if kind.startswith("TIMESTAMP"):
        return "TIMESTAMP"
    if kind in WHOLE:
        return "INT"
    return "DOUBLE" if kind.startswith("DECIMAL") else SCALAR_TYPES.get(kind, "STRING")


def datum(value: object) -> Json:
    """Return a value of a row as the API has it."""
    if value is None:
        return {"nullValue": True}
    if isinstance(value, list):
        return {"arrayValue": [datum(one) for one in value]}
    if isinstance(value, bool):
        return {"scalarValue": str(value).lower()}
    if isinstance(value, float) and math.isnan(value):
        return {"scalarValue": "NaN"}
    return {"scalarValue": str(value)}
