"""Pages hold what the caller may read, and tell nothing of the rest."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.linear_search import LinearEngine
from spatial_search import page
from spatial_search.page import HitPage, readable_page
from tests.unit.catalogue.search.examples import pump
from twin.catalogue.asset import Asset
from twin.catalogue.search.errors import SearchTooWide
from twin.catalogue.search.query import SearchQuery

QUERY = SearchQuery(order="title")


def readable(assets: Sequence[Asset]) -> list[bool]:
    return ["secret" not in asset.tags for asset in assets]


def pages(secrets: set[int], *, limit: int, count: int = 40) -> list[HitPage]:
    """Return all pages over another engine than the one of SQLite: the seam takes any."""
    engine = LinearEngine()
    engine.apply(
        [
            pump(f"p-{number:03d}", tags=("secret",) if number in secrets else ())
            for number in range(count)
        ],
        [],
    )
    found: list[HitPage] = []
    while True:
        after = found[-1].last if found else None
        found.append(readable_page(engine, QUERY, readable, after=after, limit=limit))
        if found[-1].last is None:
            return found


@pytest.mark.parametrize("limit", [1, 3, 10, 200])
def test_pages_are_those_of_a_catalogue_without_the_unreadable(limit: int) -> None:
    secrets = {0, 1, 2, 7, 20, 21, 22, 23, 24, 25, 39}
    with_secrets = pages(secrets, limit=limit)
    keys = [[hit.asset.asset_id.asset_key for hit in one.hits] for one in with_secrets]
    wanted = [f"p-{number:03d}" for number in range(40) if number not in secrets]
    assert keys == [wanted[at : at + limit] for at in range(0, len(wanted), limit)]
    assert all(one.last in (None, one.hits[-1].position) for one in with_secrets)


def test_nothing_readable_is_one_empty_page() -> None:
    assert pages(set(range(40)), limit=5) == [HitPage((), None)]


def test_looking_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_EXAMINED", 10)
    with pytest.raises(SearchTooWide):
        pages(set(range(40)), limit=1)
