"""SiteWise's values at rest, beside plain SQLite rows and DuckDB in arrival order.

1,000 tags at 1 Hz arrive in commits of 100 s. Ours holds 10 M values; the references hold 3.6 M, as
much as an hour needs, so that the whole takes about a minute: their history is that of the smaller
table. What is read is one hour of one tag, at times and tags of a fixed random order.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import Result, percentile
from twin_local.services.iotsitewise.store import Columns, Store

TAGS = 1_000
SECONDS, REFERENCE_SECONDS = 10_000, 3_600
BATCH_SECONDS = 100
HOUR_NS = 3_600 * 10**9
READS = 200
Batch = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Times, and the values of each tag at these times."""


@dataclass(frozen=True)
class Figures:
    """What was measured of one store."""

    rows_per_second: float
    history_ms: list[float]
    bytes_per_value: float


def run() -> list[Result]:
    """Measure all three in one folder, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        ours = _chunks(Path(folder) / "chunks.sqlite")
        rows = _rows(Path(folder) / "rows.sqlite")
        duck = _duck(Path(folder) / "values.duckdb")
    return [
        result
        for name, other in (("plain SQLite rows", rows), ("DuckDB", duck))
        for result in _compared(ours, name, other)
    ]


def _compared(ours: Figures, name: str, other: Figures) -> Iterator[Result]:
    yield Result(
        "SiteWise values written", ours.rows_per_second, "rows/s", name, other.rows_per_second
    )
    for percent in (50, 95):
        yield Result(
            f"SiteWise history, 1 h of one tag, p{percent}",
            percentile(ours.history_ms, percent),
            "ms",
            name,
            percentile(other.history_ms, percent),
        )
    yield Result(
        "SiteWise values on disk", ours.bytes_per_value, "bytes/value", name, other.bytes_per_value
    )


def _batches(seconds: int) -> Iterator[Batch]:
    numbers = np.random.default_rng(1)
    level = numbers.uniform(10, 100, size=(TAGS, 1))
    for start in range(0, seconds, BATCH_SECONDS):
        times = np.arange(start, start + BATCH_SECONDS, dtype=np.int64) * 10**9
        steps = np.round(numbers.normal(0, 0.05, size=(TAGS, BATCH_SECONDS)), 2)
        values = level + np.cumsum(steps, axis=1)
        level = values[:, -1:]
        yield times, np.round(values, 2)


def _measure(
    path: Path, seconds: int, write: Callable[[Batch], None], read: Callable[[int, int], int]
) -> Figures:
    spent = 0.0
    for batch in _batches(seconds):
        start_s = time.perf_counter()
        write(batch)
        spent += time.perf_counter() - start_s
    choice = random.Random(1)
    history = []
    for _ in range(READS):
        tag, start = choice.randrange(TAGS), choice.randrange(seconds - 3_599) * 10**9
        start_s = time.perf_counter()
        count = read(tag, start - 1)
        history.append((time.perf_counter() - start_s) * 1000)
        if count != 3_600:
            raise RuntimeError(f"{path.name} has {count} values of an hour")
    size = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
    return Figures(seconds * TAGS / spent, history, size / (seconds * TAGS))


def _chunks(path: Path) -> Figures:
    store = Store(path)

    def write(batch: Batch) -> None:
        times, values = batch
        with store.transaction():
            for tag in range(TAGS):
                store.put_columns(f"tag {tag}", "GOOD", Columns(times, values[tag]))

    def read(tag: int, after: int) -> int:
        found = store.points(f"tag {tag}", quality="GOOD", after_ns=after, until_ns=after + HOUR_NS)
        return len(found)

    figures = _measure(path, SECONDS, write, read)
    store.close()
    return figures


def _rows(path: Path) -> Figures:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute(
        "CREATE TABLE point (series TEXT, time_ns INTEGER, quality TEXT, value, "
        "PRIMARY KEY (series, time_ns, quality)) WITHOUT ROWID"
    )

    def write(batch: Batch) -> None:
        times, values = batch
        database.execute("BEGIN IMMEDIATE")
        for tag in range(TAGS):
            pairs = zip(times.tolist(), values[tag].tolist(), strict=True)
            database.executemany(
                "INSERT OR REPLACE INTO point VALUES (?, ?, ?, ?)",
                [(f"tag {tag}", time_ns, "GOOD", value) for time_ns, value in pairs],
            )
        database.execute("COMMIT")

    def read(tag: int, after: int) -> int:
        rows = database.execute(
            "SELECT time_ns, quality, value FROM point WHERE series = ? AND time_ns > ? "
            "AND time_ns <= ? AND quality = 'GOOD' ORDER BY time_ns",
            (f"tag {tag}", after, after + HOUR_NS),
        )
        return len(rows.fetchall())

    figures = _measure(path, REFERENCE_SECONDS, write, read)
    database.close()
    return figures


def _duck(path: Path) -> Figures:
    database = duckdb.connect(str(path))
    database.execute(
        "CREATE TABLE point (series INTEGER, time_ns BIGINT, quality UTINYINT, value DOUBLE)"
    )

    def write(batch: Batch) -> None:
        times, values = batch
        arrived = {
            "series": np.tile(np.arange(TAGS, dtype=np.int32), len(times)),
            "time_ns": np.repeat(times, TAGS),
            "quality": np.ones(len(times) * TAGS, dtype=np.uint8),
            "value": values.T.ravel(),
        }
        database.register("arrived", arrived)
        database.execute("INSERT INTO point SELECT * FROM arrived")
        database.unregister("arrived")

    def read(tag: int, after: int) -> int:
        rows = database.execute(
            "SELECT time_ns, quality, value FROM point WHERE series = ? AND time_ns > ? "
            "AND time_ns <= ? AND quality = 1 ORDER BY time_ns",
            (tag, after, after + HOUR_NS),
        )
        return len(rows.fetchall())

    figures = _measure(path, REFERENCE_SECONDS, write, read)
    database.close()
    return figures
