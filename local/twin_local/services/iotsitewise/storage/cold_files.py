"""The cold tier's Parquet files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np

from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.storage.layout import DAY_NS
from twin_local.services.iotsitewise.store import Store, Value

HEAD = {"seriesId": "VARCHAR", "timeInSeconds": "BIGINT", "offsetInNanos": "BIGINT"}
RAW = {
    **HEAD,
    "quality": "VARCHAR",
    "doubleValue": "DOUBLE",
    "stringValue": "VARCHAR",
    "integerValue": "INTEGER",
    "booleanValue": "BOOLEAN",
    "jsonValue": "VARCHAR",
    "recordVersion": "BIGINT",
}
AGGREGATES = {
    **HEAD,
    "quality": "VARCHAR",
    "resolution": "VARCHAR",
    "count": "DOUBLE",
    "average": "DOUBLE",
    "min": "DOUBLE",
    "max": "DOUBLE",
    "sum": "DOUBLE",
    "recordVersion": "BIGINT",
}
MEMBERS = {
    "DOUBLE": "doubleValue",
    "INTEGER": "integerValue",
    "BOOLEAN": "booleanValue",
    "STRUCT": "jsonValue",
}
RESOLUTIONS = {"PT1M": 60, "PT15M": 900, "PT1H": 3_600, "P1D": 86_400}


def raw_file(store: Store, series: Series, day: int, quality: str, *, version: int) -> bytes | None:
    """Return the values of one day (since 1970, UTC) and quality, None where there are none."""
    start = day * DAY_NS
    found = store.points(
        series.key, after_ns=start - 1, until_ns=start + DAY_NS - 1, quality=quality
    )
    columns: dict[str, list[Value]] = {
        **_times([one.time_ns for one in found]),
        MEMBERS.get(series.data_type, "stringValue"): [one.value for one in found],
    }
    return _file(RAW, columns, series, quality, version)


def aggregates_file(
    store: Store, series: Series, day: int, quality: str, *, version: int
) -> bytes | None:
    """Return the statistics of the windows that end on one day, None where there are none."""
    if series.data_type in ("STRING", "STRUCT"):
        return None
    start = day * DAY_NS
    ends: list[int] = []
    rows: list[tuple[Value, ...]] = []
    for resolution, seconds in RESOLUTIONS.items():
        for end, one in store.statistics(
            series.key,
            quality,
            after_ns=start,
            until_ns=start + DAY_NS,
            step_ns=seconds * NANOSECONDS,
        ):
            if one.numbers:
                numbers = (float(one.count), one.average, one.minimum, one.maximum, one.total)
                ends.append(end)
                rows.append((resolution, *numbers))
    names = ("resolution", "count", "average", "min", "max", "sum")
    columns = {name: [row[index] for row in rows] for index, name in enumerate(names)}
    return _file(AGGREGATES, {**_times(ends), **columns}, series, quality, version)


def _times(times: Sequence[int]) -> dict[str, list[Value]]:
    pairs = [divmod(one, NANOSECONDS) for one in times]
    return {"timeInSeconds": [one for one, _ in pairs], "offsetInNanos": [one for _, one in pairs]}


def _file(
    kinds: Mapping[str, str],
    columns: Mapping[str, Sequence[Value]],
    series: Series,
    quality: str,
    version: int,
) -> bytes | None:
    count = len(columns["timeInSeconds"])
    if not count:
        return None
    same: dict[str, Value] = {"seriesId": series.key, "quality": quality, "recordVersion": version}
    block = {
        name: np.array(columns.get(name, [same.get(name)] * count), dtype=object) for name in kinds
    }
    taken = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in kinds.items())
    with TemporaryDirectory() as folder, duckdb.connect(":memory:") as database:
        path = Path(folder) / "file.parquet"
        database.register("block", block)
        database.sql(f"SELECT {taken} FROM block").write_parquet(str(path), compression="snappy")
        return path.read_bytes()
