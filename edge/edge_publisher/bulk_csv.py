"""Samples as a CSV file of SiteWise's bulk import.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/ingest-bulkImport.html
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from twin.site_document import DataType
from twin.telemetry.sample import NANOSECONDS, Sample, Value


def write_csv(path: Path, samples: Iterable[Sample], types: Mapping[str, DataType]) -> None:
    """Write a file that is there whole, and on the disk, or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(_row(sample, types) for sample in samples)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _row(sample: Sample, types: Mapping[str, DataType]) -> tuple[str | int, ...]:
    seconds, nanoseconds = divmod(sample.time_nanoseconds, NANOSECONDS)
    data_type = types.get(sample.alias) or _type_of(sample.value)
    text = _text(sample.value, data_type)
    return sample.alias, data_type, seconds, nanoseconds, sample.quality, text


def _text(value: Value, data_type: DataType) -> str:
    if value is None:
        return ""
    if data_type == "BOOLEAN":
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _type_of(value: Value) -> DataType:
    """Return the type of a value whose signal the site no longer has."""
    if isinstance(value, str):
        return "STRING"
    if isinstance(value, bool):
        return "BOOLEAN"
    return "INTEGER" if isinstance(value, int) else "DOUBLE"


def _sync_folder(folder: Path) -> None:
    """Make the new name of a file survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
