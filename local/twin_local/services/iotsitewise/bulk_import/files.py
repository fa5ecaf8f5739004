"""Rows of the files of a bulk import: texts by column, and where they stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

Row = Mapping[str, str]
PARQUET_NAMES = {
    "alias": "ALIAS",
    "assetid": "ASSET_ID",
    "propertyid": "PROPERTY_ID",
    "datatype": "DATA_TYPE",
    "timestampseconds": "TIMESTAMP_SECONDS",
    "timeinseconds": "TIMESTAMP_SECONDS",
    "timestampnanooffset": "TIMESTAMP_NANO_OFFSET",
    "offsetinnanos": "TIMESTAMP_NANO_OFFSET",
    "quality": "QUALITY",
    "value": "VALUE",
    "doublevalue": "DOUBLE",
    "integervalue": "INTEGER",
    "booleanvalue": "BOOLEAN",
    "stringvalue": "STRING",
}
TYPES = ("DOUBLE", "INTEGER", "BOOLEAN", "STRING")
FETCH_ROWS = 10_000


class UnreadableFile(ValueError):
    """The file is not what its format says."""


def csv_rows(body: bytes, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a CSV file without a header, with the number of their line.

    Raises:
        UnreadableFile: it is not CSV in UTF-8.
    """
    lines = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", newline="")
    reader = csv.reader(lines, strict=True)
    try:
        for values in reader:
            if values:
                yield reader.line_num, _named(values, columns)
    except (csv.Error, UnicodeDecodeError) as error:
        raise UnreadableFile(f"line {reader.line_num}: {error}") from error


def parquet_rows(body: bytes) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a Parquet file, whose columns are named as those of CSV files.

    Instead of DATA_TYPE and VALUE there may be a column for each type, as in the cold tier's files.

    Raises:
        UnreadableFile: it is not Parquet.
    """
    with TemporaryDirectory() as folder, duckdb.connect(":memory:") as database:
        path = Path(folder) / "file.parquet"
        path.write_bytes(body)
        try:
            found = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [_column(str(one[0])) for one in found.description or ()]
            number = 0
            while rows := found.fetchmany(FETCH_ROWS):
                for values in rows:
                    number += 1
                    yield number, _one_value(dict(zip(names, map(_text, values), strict=True)))
        except duckdb.Error as error:
            raise UnreadableFile(str(error).partition("\n")[0][:300]) from error


def _named(values: Sequence[str], columns: Sequence[str]) -> Row:
    if len(values) != len(columns):
        return {"": f"{len(values)} values, {len(columns)} columns"}
    return {name: value.strip() for name, value in zip(columns, values, strict=True)}


def _column(name: str) -> str:
    return PARQUET_NAMES.get(name.replace("_", "").lower(), name)


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _one_value(row: dict[str, str]) -> Row:
    for kind in TYPES:
        if row.get(kind):
            return {**row, "DATA_TYPE": kind, "VALUE": row[kind]}
    return row
