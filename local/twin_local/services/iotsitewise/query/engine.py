"""DuckDB, in memory and shut off from the machine: tables in, rows out, within bounds."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import duckdb
import numpy as np

from twin_local.services.iotsitewise.exceptions import (
    QueryTimeoutException,
    ValidationException,
)
from twin_local.services.iotsitewise.query.series_rows import Block
from twin_local.services.iotsitewise.query.views import TIME, VIEWS

LONGEST_SECONDS = 30.0
MOST_ROWS = 5_000_000
SETTINGS = (
    "SET enable_external_access = false",
    "SET memory_limit = '1GB'",
    "SET threads = 2",
    "SET lock_configuration = true",
)
Result = tuple[list[tuple[str, str]], list[tuple[object, ...]]]


class Engine:
    """One query's database."""

    def __init__(self) -> None:
        self._database = duckdb.connect(":memory:")
        for setting in SETTINGS:
            self._database.execute(setting)
        self._rows = 0
        self._late = threading.Event()
        self._timer = threading.Timer(LONGEST_SECONDS, self._interrupt)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        self._database.close()

    def create(self, table: str, view: str) -> None:
        """Make a table with the columns of a view."""
        columns = ", ".join(f"{name} {kind}" for name, kind in VIEWS[view].items())
        self._database.execute(f"CREATE TABLE {table} ({columns})")

    def insert(self, table: str, view: str, block: Block) -> None:
        """Put rows into a table.

        Raises:
            QueryTimeoutException: the time is over.
            ValidationException: the query needs more rows than are looked at.
        """
        self._rows += len(next(iter(block.values())))
        if self._rows > MOST_ROWS:
            raise ValidationException(
                f"the query reads more than {MOST_ROWS:,} values: narrow event_timestamp, asset_id"
                " or property_id"
            )
        columns = [name for name in VIEWS[view] if name in block]
        kinds = VIEWS[view]
        taken = ", ".join(
            f"make_timestamp_ns({one})" if kinds[one] == TIME else f"CAST({one} AS {kinds[one]})"
            for one in columns
        )
        with self._errors():
            self._database.register("block", dict(block))
            self._database.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM block"
            )
            self._database.unregister("block")

    def select(self, sql: str, *, offset: int, limit: int) -> Result:
        """Return the names and types of columns, and rows from an offset on.

        Times come as nanoseconds since 1970.

        Raises:
            QueryTimeoutException: the time is over.
            ValidationException: the query does not fit the views.
        """
        with self._errors():
            shape = self._database.execute(f"DESCRIBE {sql}").fetchall()
            columns = [(str(name), str(kind)) for name, kind, *_ in shape]
            names = [f"c{index}" for index in range(len(columns))]
            shown = ", ".join(
                f"epoch_ns({name})" if kind.startswith("TIMESTAMP") else name
                for name, (_, kind) in zip(names, columns, strict=True)
            )
            found = self._database.execute(f"SELECT {shown} FROM ({sql}) AS t({', '.join(names)})")
            for _ in range(offset // 10_000):
                found.fetchmany(10_000)
            found.fetchmany(offset % 10_000)
            return columns, found.fetchmany(limit)

    def _interrupt(self) -> None:
        self._late.set()
        self._database.interrupt()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            if self._late.is_set():
                raise QueryTimeoutException("the query took too long")
            yield
        except duckdb.InterruptException as error:
            raise QueryTimeoutException("the query took too long") from error
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            raise ValidationException(f"the query cannot be run: {first[:300]}") from error


def block_of(rows: Sequence[dict[str, str | float | int | bool | None]], view: str) -> Block:
    """Return rows as columns; what a row does not have is null."""
    return {name: np.array([one.get(name) for one in rows], dtype=object) for name in VIEWS[view]}
