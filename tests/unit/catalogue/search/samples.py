"""Random assets and queries, from few words, so that they meet."""

from __future__ import annotations

import math
from typing import Any, get_args

from hypothesis import strategies as st

from twin.catalogue.asset import Asset
from twin.catalogue.box import BoundingBox, Point
from twin.catalogue.identity import AssetId
from twin.catalogue.search.document import SearchDocument
from twin.catalogue.search.query import (
    Comparing,
    Condition,
    Existing,
    Region,
    Relation,
    SearchQuery,
    Term,
)
from twin.catalogue.search.words import words

WORDS = ("pump", "pumpe", "Püm", "straße", "STRASSE", "P-101", "泵站", "a", "or", "NEAR", "tank'")
ODD = ('"', "*", "'); DROP TABLE asset;--", "title:pump", "^a", "%", "_", "{", "\x00")
KEYS = ("pump-1", "pump-2", "tank-1", "valve-1", "x1")
DATABASES = ("site", "north", "south")
PATHS = ("power", "maker", "sizes", "deep", "null")
TAGS = ("wet", "Dry", "größe", "GRÖSSE", "a b")
TYPES = ("", "pump", "tank")

texts = st.lists(st.sampled_from(WORDS + ODD), max_size=5).map(" ".join)
scalars: st.SearchStrategy[Any] = (
    st.sampled_from([0, 1, 2, -1, 2.5, 1.0, 2**63, -(2**70), 10**400, "", "1", "KSB", "ksb", "Z"])
    | st.booleans()
    | st.none()
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PATHS), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def boxes(draw: st.DrawFn) -> BoundingBox:
    if draw(st.booleans()):
        corner = draw(st.tuples(*3 * [st.sampled_from([-1.0, 0.0, 0.1, 1.0, 1e6 / 3])]))
        size = draw(st.tuples(*3 * [st.sampled_from([0.0, 0.1, 1.0, 100.0])]))
        return BoundingBox("site", corner, _sum(corner, size))
    west = draw(st.sampled_from([-180.0, -179.9, -1 / 3, 0.0, 170.0, 180.0]))
    width = draw(st.sampled_from([0.0, 0.1, 20.0, 180.0, 359.0, 360.0, 400.0]))
    south = draw(st.sampled_from([-90.0, 0.0, 47.3]))
    return BoundingBox("wgs84", (west, south, 0.0), (west + width, south + 1, 10.0))


def _sum(one: Point, other: Point) -> Point:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


@st.composite
def assets(draw: st.DrawFn) -> Asset:
    return Asset(
        asset_id=AssetId(draw(st.sampled_from(DATABASES)), draw(st.sampled_from(KEYS))),
        title=draw(texts),
        description=draw(texts),
        asset_type=draw(st.sampled_from(TYPES)),
        tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=3))),
        metadata=draw(st.dictionaries(st.sampled_from(PATHS), values, max_size=3)),
        aliases=tuple(draw(st.lists(st.sampled_from(["old-pump", "tank-9"]), max_size=2))),
        box=draw(st.none() | boxes()),
        version=1,
        revision=1,
        created_at=0.0,
        created_by=draw(st.sampled_from(["ana", "ben"])),
        updated_at=float(draw(st.integers(0, 3))),
        updated_by="ana",
        deleted_at=draw(st.sampled_from([None, None, 5.0])),
    )


documents = st.builds(
    SearchDocument,
    assets(),
    st.lists(st.sampled_from(["a/pump.step", "A/tank.ifc", "ü/泵.e57"]), max_size=3).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
)
terms = st.builds(
    Term,
    st.sampled_from(WORDS + ODD).map(words).filter(bool) | texts.map(words).filter(bool),
    st.booleans(),
)
paths = st.lists(st.sampled_from(PATHS), min_size=1, max_size=2).map(tuple)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    path = draw(paths)
    if draw(st.booleans()):
        return Existing(path, draw(st.booleans()))
    value = draw(scalars)
    constant = value is None or isinstance(value, bool)
    signs = ["=", "!="] if constant else ["=", "!=", "<", "<=", ">", ">="]
    return Comparing(path, draw(st.sampled_from(signs)), value)


@st.composite
def regions(draw: st.DrawFn) -> Region:
    relation: Relation = draw(st.sampled_from(get_args(Relation)))
    if draw(st.booleans()):
        low = draw(st.sampled_from([-10.0, 0.0, 0.1, 1e6 / 3]))
        high = low + draw(st.sampled_from([0.0, 0.1, 1.0, 1000.0]))
        return Region("site", (low, -10.0, -10.0), (high, 1e6, 1e6), relation)
    west, east = draw(st.tuples(*2 * [st.sampled_from([-180.0, -170.0, -0.5, 0.0, 175.0, 180.0])]))
    north = draw(st.sampled_from([0.0, 48.3, 90.0]))
    return Region("wgs84", (west, -90.0, -math.inf), (east, north, math.inf), relation)


@st.composite
def queries(draw: st.DrawFn) -> SearchQuery:
    """Return a query of few conditions at a time, so that some assets fulfil it."""
    some: dict[str, st.SearchStrategy[Any]] = {
        "terms": st.lists(terms, min_size=1, max_size=2).map(tuple),
        "key_prefix": st.sampled_from(["p", "PUMP", "tank-", "old"]),
        "title_prefix": st.sampled_from(["p", "PU", "stras", "'", "pump pu"]),
        "path_prefix": st.sampled_from(["a/", "A/P", "u"]),
        "all_tags": st.lists(st.sampled_from(TAGS), min_size=1, max_size=2).map(tuple),
        "any_tags": st.lists(st.sampled_from(TAGS), min_size=1, max_size=2).map(tuple),
        "no_tags": st.lists(st.sampled_from(TAGS), min_size=1, max_size=2).map(tuple),
        "types": st.lists(st.sampled_from(TYPES), min_size=1, max_size=2).map(tuple),
        "databases": st.lists(st.sampled_from(DATABASES), min_size=1, max_size=2).map(tuple),
        "conditions": st.lists(conditions(), min_size=1, max_size=2).map(tuple),
        "region": regions(),
        "updated_since": st.sampled_from([0.0, 1.0, 2.5]),
        "created_by": st.sampled_from(["ana", "nobody"]),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(some)), max_size=3))
    fields = {name: draw(some[name]) for name in sorted(chosen)}
    orders = ["relevance", "updated", "title"] if "terms" in fields else ["updated", "title"]
    return SearchQuery(
        **fields,
        order=draw(st.sampled_from(orders)),
        state=draw(st.sampled_from(["any", "any", "active", "deleted"])),
    )
