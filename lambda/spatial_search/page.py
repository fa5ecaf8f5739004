"""One page of hits that the caller may read.

Nothing tells of the others: no count, no score that depends on them, no position in the token, and
a page is filled up whatever stands between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twin.catalogue.asset import Asset
from twin.catalogue.search.engine import Hit, Position, SearchEngine
from twin.catalogue.search.errors import SearchTooWide
from twin.catalogue.search.query import SearchQuery

LARGEST_BATCH = 1_000
MOST_EXAMINED = 20_000
"""What a page may cost; a caller who may read hardly anything must ask narrower questions."""

Readable = Callable[[Sequence[Asset]], list[bool]]


@dataclass(frozen=True)
class HitPage:
    """Hits in their order; `last` is the position of the last one where more follow."""

    hits: tuple[Hit, ...]
    last: Position | None


def readable_page(
    engine: SearchEngine,
    query: SearchQuery,
    readable: Readable,
    *,
    after: Position | None,
    limit: int,
) -> HitPage:
    """Return the first readable hits beyond a position.

    Raises:
        SearchTooWide: more than 20,000 hits were looked at, of which too few are readable.
    """
    found: list[Hit] = []
    examined, count = 0, limit + 1
    while len(found) <= limit:
        batch = engine.find(query, after=after, count=count)
        flags = readable([hit.asset for hit in batch])
        found += [hit for hit, flag in zip(batch, flags, strict=True) if flag]
        if len(batch) < count:
            break
        after, examined, count = batch[-1].position, examined + count, min(2 * count, LARGEST_BATCH)
        if len(found) <= limit and examined >= MOST_EXAMINED:
            raise SearchTooWide(
                "too much would have to be looked at to fill the page",
                expected="more conditions, such as a database",
                where="the query",
            )
    hits = tuple(found[:limit])
    return HitPage(hits, hits[-1].position if len(found) > limit else None)
