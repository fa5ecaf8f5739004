"""Windows from AWS IoT SiteWise, which has every value of the site in its hot tier."""

from __future__ import annotations

from collections.abc import Iterator

from twin.recalibration.window_source import Point, Reader, Values, ValueSource
from twin.site_document import Signal


def read(values: Values) -> Reader:
    """Return the reader of a site's values."""

    def points(signal: Signal, start: float, end: float) -> Iterator[Point]:
        return values.good(signal.alias, start, end)

    return points


SOURCE = ValueSource("sitewise", read=read)
