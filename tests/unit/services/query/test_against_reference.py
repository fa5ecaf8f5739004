"""The query engine finds what trying everything finds, on small graphs of any kind."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.services.query.reference import Link, graph, rows
from twin_local.services.iottwinmaker.query.evaluation import Prepared
from twin_local.services.iottwinmaker.query.matching import Budget

RELATIONSHIPS = st.sampled_from(["feeds", "has"])
NAMES = st.lists(st.sampled_from(["pump", "tank"]), min_size=1, max_size=4)
EDGES = st.lists(st.tuples(st.integers(0, 3), RELATIONSHIPS, st.integers(0, 3)), max_size=3)


@st.composite
def links(draw: st.DrawFn) -> Link:
    least = draw(st.integers(0, 2))
    most = draw(st.integers(max(least, 1), 2))
    direction = draw(st.sampled_from(["right", "left", "both"]))
    return Link(direction, draw(st.none() | RELATIONSHIPS), least, most)


def asked(chain: list[Link], where: str = "") -> str:
    pattern = "(v0)" + "".join(f"{one.text()}(v{at})" for at, one in enumerate(chain, start=1))
    columns = ", ".join(f"v{at}.entityId" for at in range(len(chain) + 1))
    return f"SELECT {columns} FROM EntityGraph MATCH {pattern} {where}"


@settings(max_examples=60, deadline=None)
@given(NAMES, EDGES, st.lists(links(), min_size=1, max_size=2))
def test_paths(names: list[str], edges: list[tuple[int, str, int]], chain: list[Link]) -> None:
    tested = graph(names, edges)
    found = Counter(Prepared(asked(chain)).rows(tested, Budget()))
    assert found == rows(tested, chain)


@settings(max_examples=40, deadline=None)
@given(
    NAMES, EDGES, st.lists(links(), min_size=1, max_size=2), st.integers(0, 2), st.integers(0, 3)
)
def test_from_wherever_the_search_begins(
    names: list[str],
    edges: list[tuple[int, str, int]],
    chain: list[Link],
    place: int,
    node: int,
) -> None:
    place, key = min(place, len(chain)), f"n{node}"
    tested = graph(names, edges)
    query = asked(chain, f"WHERE v{place}.entityId = '{key}'")
    expected = {row: count for row, count in rows(tested, chain).items() if row[place] == key}
    assert Counter(Prepared(query).rows(tested, Budget())) == expected
