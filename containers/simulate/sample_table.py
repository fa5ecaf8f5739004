"""A table of samples from a file: CSV with a header, or Parquet, told by its content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from twin.simulation.model_errors import SamplesInvalid

PARQUET_MARK = b"PAR1"
NUMBERS = frozenset(
    (
        *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
        *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
        *("FLOAT", "DOUBLE", "BOOLEAN"),
    )
)
LARGEST_VALUES = 200_000_000
"""Of a table: 1.6 GB of numbers, which the process that builds a model may still hold twice."""


@dataclass(frozen=True)
class SampleTable:
    """Rows of numbers with the names of their columns."""

    names: tuple[str, ...]
    values: NDArray[np.float64]


def read_table(file: Path, what: str) -> SampleTable:
    """Read a table; `what` is what errors call it.

    Raises:
        SamplesInvalid: it is no table, or not one of numbers alone.
    """
    with file.open("rb") as stream:
        reader = "read_parquet" if stream.read(4) == PARQUET_MARK else "read_csv"
    with duckdb.connect() as connection:
        options = ", header = true, max_line_size = 67108864" if reader == "read_csv" else ""
        try:
            found = connection.execute(f"SELECT * FROM {reader}(?{options})", [str(file)])
        except duckdb.Error as error:
            raise SamplesInvalid(
                f"the table of {what} cannot be read",
                found=str(error).splitlines()[0][:300],
                expected="CSV with a header, or Parquet",
                where=file.name,
            ) from error
        columns = {name: str(kind) for name, kind, *_ in found.description or ()}
        _check(columns, what, file)
        table = found.fetchnumpy()
    return SampleTable(tuple(columns), _matrix(table, columns, what, file))


def _check(columns: dict[str, str], what: str, file: Path) -> None:
    others = {
        name: kind
        for name, kind in columns.items()
        if kind not in NUMBERS and not kind.startswith("DECIMAL")
    }
    if others or not columns:
        raise SamplesInvalid(
            f"the table of {what} does not hold numbers alone",
            found=", ".join(f"{name}: {kind}" for name, kind in others.items())[:300]
            or "no columns",
            expected="a header, and numbers below it",
            where=file.name,
        )


def _matrix(
    table: dict[str, NDArray[np.float64]], columns: dict[str, str], what: str, file: Path
) -> NDArray[np.float64]:
    rows = len(table[next(iter(columns))])
    if rows * len(columns) > LARGEST_VALUES:
        raise SamplesInvalid(
            f"the table of {what} is too large",
            found=f"{rows * len(columns)} values",
            expected=f"at most {LARGEST_VALUES}",
            where=file.name,
        )
    values = np.empty((rows, len(columns)))
    for index, name in enumerate(columns):
        column = np.ma.filled(np.ma.asarray(table[name]).astype(float), np.nan)
        missing = np.flatnonzero(~np.isfinite(column))
        if len(missing):
            raise SamplesInvalid(
                f"a value of the table of {what} is missing or no finite number",
                found=f"row {missing[0] + 1} of {name}",
                expected="a finite number in every row and column",
                where=file.name,
            )
        values[:, index] = column
    return values
