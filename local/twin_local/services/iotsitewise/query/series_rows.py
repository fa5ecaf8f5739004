"""The rows of the views of values, in blocks of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from twin_local.services.iotsitewise.points.table import QUALITIES
from twin_local.services.iotsitewise.query.metadata import typed
from twin_local.services.iotsitewise.query.statement import Scan
from twin_local.services.iotsitewise.query.views import VIEWS
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.store import Columns, Point, Store

Block = Mapping[str, NDArray[np.generic]]
BLOCK_ROWS = 100_000
RESOLUTIONS = {"1m": 60, "15m": 900, "1h": 3_600, "1d": 86_400}
MEMBERS = {"DOUBLE": "double_value", "INTEGER": "int_value", "BOOLEAN": "boolean_value"}


def raw_blocks(store: Store, series: Series, scan: Scan) -> Iterator[Block]:
    """Yield the values of a series that a scan needs."""
    for quality in _qualities(scan):
        after_ns = max(scan.conditions.after_ns - 1, -1)
        while True:
            found = store.columns(
                series.key,
                quality,
                after_ns=after_ns,
                until_ns=scan.conditions.until_ns,
                limit=BLOCK_ROWS,
            )
            if len(found):
                yield _block(series, quality, found)
            if len(found) < BLOCK_ROWS:
                break  # what comes from now on is not this query's
            after_ns = int(found.times[-1])


def latest_block(series: Series, point: Point) -> Block:
    """Return the newest value of a series."""
    times = np.array([point.time_ns], dtype=np.int64)
    values: NDArray[np.object_] = np.array([point.value], dtype=object)
    return _block(series, point.quality, Columns(times, values))


def aggregate_blocks(store: Store, series: Series, scan: Scan, *, now_ns: int) -> Iterator[Block]:
    """Yield the statistics of the windows of a series that have ended."""
    for quality in _qualities(scan):
        for resolution, seconds in RESOLUTIONS.items():
            if not scan.conditions.allow("resolution", resolution):
                continue
            step = seconds * NANOSECONDS
            last = min(scan.conditions.until_ns, now_ns) // step * step
            first = -(-scan.conditions.after_ns // step) * step - step
            windows = store.statistics(
                series.key, quality, after_ns=first, until_ns=last, step_ns=step
            )
            if windows:
                known = [one for _, one in windows]
                numbers = [one if one.numbers else None for one in known]
                columns = {
                    "sum_value": [one and one.total for one in numbers],
                    "count_value": [one.count for one in known],
                    "average_value": [one and one.average for one in numbers],
                    "maximum_value": [one and one.maximum for one in numbers],
                    "minimum_value": [one and one.minimum for one in numbers],
                    "stdev_value": [one and one.standard_deviation for one in numbers],
                    "resolution": [resolution] * len(known),
                }
                times = np.array([end for end, _ in windows], dtype=np.int64)
                arrays = {name: np.array(one, dtype=object) for name, one in columns.items()}
                yield {**_heads(series, quality, times), **arrays}


def _qualities(scan: Scan) -> list[str]:
    return [one for one in QUALITIES if scan.conditions.allow("quality", one)]


def _block(series: Series, quality: str, found: Columns) -> Block:
    block = dict(_heads(series, quality, found.times))
    member = MEMBERS.get(series.data_type, "string_value")
    for name in VIEWS["raw_time_series"]:
        if name.endswith("_value"):
            block[name] = np.full(len(found), None, dtype=object)
    if found.values.dtype.kind == "O" or member != "double_value":
        values = [typed(one, series.data_type) for one in found.values.tolist()]
        block[member] = np.array(values, dtype=object)
    else:
        block[member] = found.values
    return block


def _heads(series: Series, quality: str, times: NDArray[np.int64]) -> Block:
    same = {
        "asset_id": series.asset_id,
        "property_id": series.property_id,
        "property_alias": series.alias,
        "quality": quality,
    }
    heads = {name: np.full(len(times), one, dtype=object) for name, one in same.items()}
    return {**heads, "event_timestamp": times}
