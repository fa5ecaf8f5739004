"""The values of SiteWise, as sources of windows read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.live.events import ValuePoint
from twin.recalibration.window_source import Point, number
from twin_runtime.values import history

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

PAGE_POINTS = 2_000


class StoredValues:
    """The histories of one account."""

    def __init__(self, client: IoTSiteWiseClient) -> None:
        self._client = client

    def good(self, alias: str, start: float, end: float) -> Iterator[Point]:
        """Yield the values of good quality of a signal, page by page, oldest first."""
        token: str | None = None
        while True:
            page = history(
                self._client,
                alias,
                start=start,
                end=end + 1e-6,
                quality="GOOD",
                limit=PAGE_POINTS,
                token=token,
            )
            yield from (_pair(point) for point in page.points)
            token = page.next_token
            if token is None:
                return


def _pair(point: ValuePoint) -> Point:
    return point.time, number(point.value)
