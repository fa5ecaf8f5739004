"""The index and a look at every document say the same, whatever is asked and written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.linear_search import LinearEngine
from tests.unit.catalogue.search.samples import DATABASES, KEYS, documents, queries
from twin.catalogue.identity import AssetId
from twin.catalogue.search.document import SearchDocument
from twin.catalogue.search.engine import Hit, SearchEngine
from twin.catalogue.search.query import SearchQuery
from twin.catalogue.search.sqlite.engine import SqliteEngine

identities = st.builds(AssetId, st.sampled_from(DATABASES), st.sampled_from(KEYS))
writes = st.lists(
    st.tuples(st.lists(documents, max_size=8), st.lists(identities, max_size=2)),
    min_size=1,
    max_size=3,
)


@contextmanager
def index() -> Iterator[SqliteEngine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = SqliteEngine(Path(folder) / "index", is_new=True)
        yield engine
        engine.close()


def pages(engine: SearchEngine, query: SearchQuery, size: int) -> list[Hit]:
    found: list[Hit] = []
    while True:
        after = found[-1].position if found else None
        page = engine.find(query, after=after, count=size)
        found += page
        if len(page) < size:
            return found


def unique(several: list[SearchDocument]) -> list[SearchDocument]:
    return list({one.asset.asset_id: one for one in several}.values())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(writes, st.lists(queries(), min_size=5, max_size=10), st.integers(1, 4))
def test_index_answers_what_a_look_at_every_document_answers(
    steps: list[tuple[list[SearchDocument], list[AssetId]]], asked: list[SearchQuery], size: int
) -> None:
    linear = LinearEngine()
    with index() as engine:
        for written, removed in steps:
            engine.apply(unique(written), removed)
            linear.apply(unique(written), removed)
        for query in asked:
            expected = linear.find(query, after=None, count=1_000)
            assert engine.find(query, after=None, count=1_000) == expected
            assert pages(engine, query, size) == expected


@settings(max_examples=50, deadline=None)
@given(st.lists(documents, max_size=8), st.lists(documents, max_size=4), queries())
def test_page_goes_on_where_it_stopped_while_others_are_written(
    before: list[SearchDocument], written: list[SearchDocument], query: SearchQuery
) -> None:
    with index() as engine:
        engine.apply(unique(before), [])
        first = engine.find(query, after=None, count=2)
        engine.apply(unique(written), [])
        rest = engine.find(query, after=first[-1].position, count=1_000) if first else []
        changed = {one.asset.asset_id for one in written}
        engine.apply([], changed)
        kept = [hit for hit in first + rest if hit.asset.asset_id not in changed]
        assert kept == engine.find(query, after=None, count=1_000)


def test_failed_write_leaves_the_index_as_it_was() -> None:
    from tests.unit.catalogue.search.examples import pump

    def torn() -> Iterator[SearchDocument]:
        yield pump("p-2")
        raise KeyboardInterrupt

    with index() as engine:
        engine.apply([pump("p-1")], [])
        with pytest.raises(KeyboardInterrupt):
            engine.apply(torn(), [AssetId("site", "p-1")])
        assert engine.count() == 1
        assert engine.document(AssetId("site", "p-1")) == pump("p-1")
