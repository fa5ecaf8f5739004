"""Lines of the line protocol, read back by an own reader."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.connectors.influxdb_lines import field_value, line
from twin.connectors.influxdb_series import Series
from twin.site_document import DataType
from twin.telemetry.sample import Sample, Value

PUMP = Series("pump", "flow", (("asset", "P-101"),))
NAMES = st.text(
    st.characters(exclude_characters="\\\r\n", exclude_categories=["Cs"]), min_size=1, max_size=12
)


def split(text: str, mark: str) -> list[str]:
    """Split at a mark that is not escaped."""
    parts, at = [""], 0
    while at < len(text):
        taken = text[at : at + 2] if text[at] == "\\" else text[at]
        if taken == mark:
            parts.append("")
        else:
            parts[-1] += taken
        at += len(taken)
    return parts


def plain(name: str) -> str:
    for mark in ",= ":
        name = name.replace(f"\\{mark}", mark)
    return name


def pair(text: str) -> tuple[str, str]:
    name, value = split(text, "=")
    return plain(name), plain(value)


@given(
    measurement=NAMES.filter(lambda name: not name.startswith("#")),
    field=NAMES,
    tags=st.dictionaries(NAMES.filter(lambda name: name != "quality"), NAMES, max_size=3),
    value=st.floats(allow_nan=False, allow_infinity=False),
    time=st.integers(0, 2**62),
)
def test_names_and_numbers_come_back(
    measurement: str, field: str, tags: dict[str, str], value: float, time: int
) -> None:
    series = Series(measurement, field, tuple(sorted(tags.items())))
    written = line(series, "DOUBLE", Sample("/a/b/c", time, value, "GOOD"))
    assert written is not None
    key, fields, stamp = split(written, " ")
    name, *rest = split(key, ",")
    assert plain(name) == measurement
    assert dict(map(pair, rest)) == {**tags, "quality": "GOOD"}
    assert [one for one, _ in map(pair, rest)] == sorted({*tags, "quality"})
    found, number = pair(fields)
    assert (found, float(number), int(stamp)) == (field, value, time)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_texts_come_back(text: str) -> None:
    written = field_value(text, "STRING")
    assert written is not None
    assert (written[0], written[-1]) == ('"', '"')
    inner, found, at = written[1:-1], "", 0
    while at < len(inner):
        assert inner[at] != '"'
        at += inner[at] == "\\"
        found += inner[at]
        at += 1
    assert found == text


@pytest.mark.parametrize(
    ("value", "data_type", "expected"),
    [
        (5, "DOUBLE", "5.0"),
        (1e300, "DOUBLE", "1e+300"),
        (5.0, "INTEGER", "5i"),
        (-3, "INTEGER", "-3i"),
        (True, "BOOLEAN", "true"),
        (False, "BOOLEAN", "false"),
        ("", "STRING", '""'),
        ('say "a\\b"', "STRING", '"say \\"a\\\\b\\""'),
        (None, "DOUBLE", None),
        (math.nan, "DOUBLE", None),
        (-math.inf, "DOUBLE", None),
    ],
)
def test_a_field_has_the_type_of_its_signal(
    value: Value, data_type: DataType, expected: str | None
) -> None:
    assert field_value(value, data_type) == expected


def test_the_quality_of_the_value_is_a_tag() -> None:
    sample = Sample("/demo/P-101/flow", 1_767_225_600_123_456_789, 31.5, "UNCERTAIN")
    stated = Series("pump", "flow", (("asset", "P-101"), ("quality", "GOOD")))
    expected = "pump,asset=P-101,quality=UNCERTAIN flow=31.5 1767225600123456789"
    assert line(PUMP, "DOUBLE", sample) == line(stated, "DOUBLE", sample) == expected


def test_what_is_no_value_has_no_line() -> None:
    assert line(PUMP, "DOUBLE", Sample("/demo/P-101/flow", 1, None, "BAD")) is None
