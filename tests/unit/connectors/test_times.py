"""A time is the same microsecond in rows, in tokens of pages and in sort keys of tables."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from twin.connectors.tables import time_key
from twin.connectors.times import nanoseconds_of

MOMENTS = st.floats(min_value=0, max_value=4e9, allow_nan=False)


@given(MOMENTS)
@example(1795870885.0000024)
def test_a_row_is_at_the_time_of_its_sort_key(seconds: float) -> None:
    key = f"{seconds:017.6f}"
    assert time_key(nanoseconds_of(seconds)) == key
    assert time_key(nanoseconds_of(seconds), up=True) == key
