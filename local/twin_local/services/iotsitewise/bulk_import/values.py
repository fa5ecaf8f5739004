"""A row of a file as a point of a series."""

from __future__ import annotations

from twin_local.services.iotsitewise.bulk_import.files import Row
from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import MEMBER_OF_TYPE, NANOSECONDS, stored
from twin_local.services.iotsitewise.store import Json, Point
from twin_local.services.iotsitewise.streams import Streams

QUALITIES = ("GOOD", "BAD", "UNCERTAIN")
TYPES = ("STRING", "INTEGER", "DOUBLE", "BOOLEAN")
WRITABLE = ("attribute", "measurement", "stream")
TRUTHS = {"true": True, "false": False}


def point_of(row: Row, streams: Streams, *, begins: bool) -> tuple[Series, Point]:
    """Return the series and the point of a row; `begins` lets unknown aliases begin streams.

    Raises:
        InvalidRequestException: a column has no acceptable value.
        ResourceNotFoundException: there is no such property.
    """
    if "" in row:
        raise InvalidRequestException(row[""])
    kind = row.get("DATA_TYPE", "").upper()
    if kind not in TYPES:
        raise InvalidRequestException(f"the data type is one of {', '.join(TYPES)}")
    quality = row.get("QUALITY", "").upper() or "GOOD"
    if quality not in QUALITIES:
        raise InvalidRequestException(f"the quality is one of {', '.join(QUALITIES)}")
    moment_ns = _time_ns(row)
    given = _value(row, kind)
    series = _series(row, streams, kind if begins else None)
    if series.kind not in WRITABLE:
        raise InvalidRequestException(f"{series.name} is computed; it cannot be written")
    value = stored({MEMBER_OF_TYPE[kind]: given}, series.data_type, quality)
    return series, Point(moment_ns, quality, value)


def _series(row: Row, streams: Streams, begins_as: str | None) -> Series:
    named: Json = {
        "propertyAlias": row.get("ALIAS"),
        "assetId": row.get("ASSET_ID"),
        "propertyId": row.get("PROPERTY_ID"),
    }
    try:
        return streams.find({name: value for name, value in named.items() if value})
    except ResourceNotFoundException:
        if begins_as is None or not row.get("ALIAS"):
            raise
        stream = streams.draft(row["ALIAS"], begins_as)
        streams.keep(stream)
        return stream


def _time_ns(row: Row) -> int:
    try:
        seconds = int(row["TIMESTAMP_SECONDS"])
        offset = int(row.get("TIMESTAMP_NANO_OFFSET") or 0)
    except (KeyError, ValueError) as error:
        raise InvalidRequestException("the time is whole seconds and nanoseconds") from error
    if not (0 <= seconds < 9_223_372_036 and 0 <= offset < NANOSECONDS):
        raise InvalidRequestException(f"the time {seconds} s {offset} ns is out of range")
    return seconds * NANOSECONDS + offset


def _value(row: Row, kind: str) -> str | int | float | bool:
    text = row.get("VALUE", "")
    try:
        if kind == "BOOLEAN":
            return TRUTHS[text.lower()]
        if kind == "INTEGER":
            return int(text)
        return float(text) if kind == "DOUBLE" else text
    except (KeyError, ValueError) as error:
        raise InvalidRequestException(f"'{text[:100]}' is no {kind}") from error
