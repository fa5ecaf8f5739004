"""Take over the table of an earlier version, one row per value, into chunks."""

from __future__ import annotations

import math
import sqlite3

from twin_local.services.iotsitewise.points.columns import Value, columns
from twin_local.services.iotsitewise.points.table import PointTable


def take_over_rows(database: sqlite3.Connection, table: PointTable) -> None:
    """Move the rows of the table `point`, if there is one, and drop it; one commit, all or none.

    The earlier version kept NaN as text; of a series that has numbers, the text `NaN` is one.
    """
    known = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'point'").fetchone()
    if known is None:
        return
    keys = database.execute("SELECT DISTINCT series, quality FROM point").fetchall()
    for series, quality in keys:
        rows = database.execute(
            "SELECT time_ns, value FROM point WHERE series = ? AND quality = ? ORDER BY time_ns",
            (series, quality),
        ).fetchall()
        values = [row[1] for row in rows]
        if not any(isinstance(one, str) and one != "NaN" for one in values):
            values = [_number(one) for one in values]
        table.put_columns(series, quality, columns([row[0] for row in rows], values))
    database.execute("DROP TABLE point")


def _number(value: Value) -> Value:
    return math.nan if isinstance(value, str) else value
