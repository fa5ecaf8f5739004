"""Values as the line protocol of InfluxDB writes them.

https://docs.influxdata.com/influxdb3/core/reference/line-protocol/
"""

from __future__ import annotations

import math

from twin.connectors.influxdb_series import Series
from twin.site_document import DataType
from twin.telemetry.sample import Sample, Value

QUALITY = "quality"
"""The tag that tells how good a value is: another quality is another point."""


def line(series: Series, data_type: DataType, sample: Sample) -> str | None:
    """Return the line of a value, its time in nanoseconds.

    None where there is nothing that a field can hold: no value, or one that is not finite. Names
    have neither backslashes nor line breaks: the protocol has no way to write them.
    """
    written = field_value(sample.value, data_type)
    if written is None:
        return None
    tags = {**dict(series.tags), QUALITY: sample.quality}
    key = "".join(f",{_name(tag)}={_name(text)}" for tag, text in sorted(tags.items()))
    head = f"{_measurement(series.measurement)}{key}"
    return f"{head} {_name(series.field)}={written} {sample.time_nanoseconds}"


def field_value(value: Value, data_type: DataType) -> str | None:
    """Return a value as a field of its signal's type: JSON tells 5 and 5.0 apart by chance only."""
    if value is None:
        return None
    if data_type == "STRING":
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    if data_type == "BOOLEAN":
        return "true" if value else "false"
    if not math.isfinite(number := float(value)):
        return None
    return f"{int(value)}i" if data_type == "INTEGER" else repr(number)


def _measurement(text: str) -> str:
    return text.replace(",", "\\,").replace(" ", "\\ ")


def _name(text: str) -> str:
    """Return the key of a tag or field, or the text of a tag."""
    return _measurement(text).replace("=", "\\=")
