"""Windows from CSV files in the models bucket: another system's history, a folder for each signal.

`history/demo/P-101/flow/2026-11-01.csv` has values of `/demo/P-101/flow` from the time in its name
until that of the next file. A header names the columns `time` and `value`, and `quality` where not
all values are good; rows are in the order of time.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import PurePosixPath

from twin.connectors.errors import QuestionInvalid
from twin.connectors.times import read_time
from twin.recalibration.errors import WindowFileInvalid
from twin.recalibration.window_source import Files, FileSource, Point, Reader
from twin.site_document import Signal
from twin.telemetry.sample import NANOSECONDS

PREFIX = "history/"
COLUMNS, QUALITY = ("time", "value"), "quality"
QUALITIES = ("GOOD", "UNCERTAIN", "BAD")
TRUTHS = {"true": 1.0, "false": 0.0}


def read(files: Files) -> Reader:
    """Return the reader of a bucket's files."""

    def points(signal: Signal, start: float, end: float) -> Iterator[Point]:
        """Yield the good values of a signal.

        Raises:
            WindowFileInvalid: a name says no time, or a row cannot be read or is out of order.
        """
        for file in _files_between(files, f"{PREFIX}{signal.alias.strip('/')}/", start, end):
            for time, value in _rows(files, file):
                if time > end:
                    return
                if time >= start:
                    yield time, value

    return points


@dataclass(frozen=True)
class _File:
    """A file with the times of its name and of the next file's."""

    key: str
    begin: float
    end: float


def _files_between(files: Files, prefix: str, start: float, end: float) -> list[_File]:
    keys = [key for key in files.below(prefix) if not key.endswith("/")]
    begun = sorted((_begin(files, key, prefix), key) for key in keys)
    following = pairwise([*begun, (math.inf, "")])
    found = [_File(key, begin, until) for (begin, key), (until, _) in following]
    return [one for one in found if one.begin <= end and one.end > start]


def _begin(files: Files, key: str, prefix: str) -> float:
    name = PurePosixPath(key.removeprefix(prefix))
    try:
        if len(name.parts) != 1 or name.suffix != ".csv":
            raise ValueError(name)
        begin = datetime.fromisoformat(name.stem)
    except ValueError as error:
        raise WindowFileInvalid(
            "the name of a file does not say when its values begin",
            found=str(name),
            expected="an ISO 8601 date or time and .csv, such as 2026-11-01.csv",
            where=files.address(key),
        ) from error
    return (begin if begin.tzinfo else begin.replace(tzinfo=UTC)).timestamp()


def _rows(files: Files, file: _File) -> Iterator[Point]:
    """Yield the good values of a file."""
    lines = (line.decode("utf-8-sig", errors="replace") for line in files.lines(file.key))
    table = csv.reader(lines, strict=True)
    try:
        header = next(table, [])
        columns, previous = _columns(header), file.begin
        for row in filter(None, table):
            _require_whole(row, header)
            time = _time(row[columns["time"]])
            _require_order(previous, time, file.end)
            previous = time
            if _is_good(row, columns):
                yield time, _value(row[columns["value"]])
    except (csv.Error, ValueError) as error:
        raise WindowFileInvalid(
            "a row of a file of values cannot be read",
            found=str(error),
            expected=f"{', '.join(COLUMNS)} and {QUALITY} as the guide to calibration says",
            where=f"{files.address(file.key)} line {max(table.line_num, 1)}",
        ) from error


def _columns(header: Sequence[str]) -> dict[str, int]:
    columns = {name.strip().lower(): index for index, name in enumerate(header)}
    if missing := [name for name in COLUMNS if name not in columns]:
        raise ValueError(f"a header without {' and '.join(missing)}: {','.join(header)}")
    return columns


def _require_whole(row: Sequence[str], header: Sequence[str]) -> None:
    if len(row) != len(header):
        raise ValueError(f"{len(row)} cells below {len(header)} columns")


def _require_order(previous: float, time: float, end: float) -> None:
    if not time >= previous:
        raise ValueError("a time before that of the row above, or of the file's name")
    if time >= end:
        raise ValueError("a time that belongs to the next file, by its name")


def _time(text: str) -> float:
    """Return an ISO 8601 time, UTC where it has no zone, or seconds since 1970."""
    if "-" not in text:
        return float(text)
    try:
        return read_time(text.strip()) / NANOSECONDS
    except QuestionInvalid as error:
        raise ValueError(f"no time: {text}") from error


def _is_good(row: Sequence[str], columns: dict[str, int]) -> bool:
    if QUALITY not in columns:
        return True
    quality = row[columns[QUALITY]].strip()
    if quality not in QUALITIES:
        raise ValueError(f"quality {quality!r}, not one of {', '.join(QUALITIES)}")
    return quality == "GOOD"


def _value(text: str) -> float:
    truth = TRUTHS.get(text.strip().lower())
    return float(text) if truth is None else truth


SOURCE = FileSource("s3", prefix=PREFIX, read=read)
