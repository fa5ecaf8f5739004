"""Rows of signals over all pages, one page at a time in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from twin_local.cli.client import ApiClient, Json, Query

POINTS_PER_PAGE = 10_000
WINDOWS_PER_PAGE = 4_000
STATISTICS = ("average", "minimum", "maximum", "standard_deviation", "sum", "count")


@dataclass(frozen=True)
class Range:
    """From when until when, in seconds since 1970."""

    start: float
    end: float

    def query(self, **others: str | int | float | tuple[str, ...]) -> dict[str, Any]:
        """Return the range as parameters of a query, with others."""
        return {"start": self.start, "end": self.end, **others}


def points(client: ApiClient, alias: str, span: Range, quality: str = "GOOD") -> Iterator[Json]:
    """Yield the values of one quality of one signal, oldest first."""
    query = span.query(alias=alias, quality=quality, limit=POINTS_PER_PAGE)
    for point in client.pages("/signals/history", "points", query):
        yield {"alias": alias, **point}


def windows(
    client: ApiClient, aliases: Sequence[str], span: Range, resolution: str, numeric: bool = True
) -> Iterator[Json]:
    """Yield the statistics of signals, of each oldest first; what is no number is counted."""
    wanted = tuple(name.upper() for name in STATISTICS) if numeric else ("COUNT",)
    query = span.query(
        alias=tuple(aliases),
        resolution=resolution,
        aggregate=wanted,
        limit=WINDOWS_PER_PAGE,
    )
    for page in all_pages(client, "/signals/aggregates", query):
        for series in page["series"]:
            for window in series["windows"]:
                yield {"alias": series["alias"], **window}


def instants(
    client: ApiClient, aliases: Sequence[str], span: Range, step: float, method: str
) -> Iterator[Json]:
    """Yield what all signals were at each instant of one axis of time."""
    query = span.query(alias=tuple(aliases), step=step, method=method)
    for page in all_pages(client, "/signals/values", query):
        for number, time in enumerate(page["times"]):
            yield {
                "time": time,
                "values": {one["alias"]: one["values"][number] for one in page["series"]},
                "qualities": {one["alias"]: one["qualities"][number] for one in page["series"]},
            }


def all_pages(client: ApiClient, path: str, query: Query) -> Iterator[Json]:
    """Yield every page of a list."""
    token: str | None = None
    while True:
        page = client.get(path, {**query, **({"next_token": token} if token else {})})
        yield page
        token = page["next_token"]
        if not token:
            return
