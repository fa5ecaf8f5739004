"""Kinds of links, and circles in graphs of any shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.catalogue.detail_errors import LinkCycle, LinkInvalid, LinkTooDeep
from twin.catalogue.identity import AssetId
from twin.catalogue.link import INVERSE, KINDS, Link, check_ends, direction_of, valid_kind
from twin.catalogue.link_cycles import check_no_cycle

COUNT = 8
nodes = st.integers(0, COUNT - 1)


def asset(number: int) -> AssetId:
    return AssetId("plant", f"asset-{number}")


def link(low: int, high: int) -> Link:
    return Link("parent", asset(low), asset(high), {}, 0.0, "ana")


def test_every_kind_is_the_inverse_of_its_inverse() -> None:
    for kind in KINDS:
        seen = Link(kind, asset(0), asset(1), {"slot": 1}, 0.0, "ana")
        assert seen.seen_from_other().kind == INVERSE[kind]
        assert seen.seen_from_other().seen_from_other() == seen


def test_one_end_of_a_relation_leads_up_and_the_other_down() -> None:
    for kind in KINDS:
        directions = {direction_of(kind), direction_of(INVERSE[kind])}
        assert directions in ({"up", "down"}, {"both"})
        upwards = Link(kind, asset(0), asset(1), {}, 0.0, "ana").upwards()
        assert (upwards is None) == (directions == {"both"})
        assert upwards is None or direction_of(upwards.kind) == "up"


@pytest.mark.parametrize("kind", ["", "Parent", "parent ", None, 7, ["parent"]])
def test_another_kind_is_refused(kind: object) -> None:
    with pytest.raises(LinkInvalid):
        valid_kind(kind)


def test_an_asset_is_not_linked_to_itself() -> None:
    with pytest.raises(LinkInvalid):
        check_ends(asset(1), AssetId("plant", "asset-1"))
    check_ends(asset(1), AssetId("site", "asset-1"))


def has_circle(edges: set[tuple[int, int]]) -> bool:
    """Tell by taking away what stands on nothing, until nothing can be taken away."""
    left = set(range(COUNT))
    while free := {one for one in left if not any(low == one for low, _ in edges)}:
        left -= free
        edges = {(low, high) for low, high in edges if high not in free}
    return bool(left)


@given(st.lists(st.tuples(nodes, nodes), max_size=30))
def test_links_are_taken_as_long_as_they_close_no_circle(asked: list[tuple[int, int]]) -> None:
    edges: set[tuple[int, int]] = set()

    def above(asset_id: AssetId) -> list[AssetId]:
        return [asset(high) for low, high in sorted(edges) if asset(low) == asset_id]

    for low, high in ((low, high) for low, high in asked if low != high):
        expected = has_circle({*edges, (low, high)})
        try:
            check_no_cycle(link(low, high), above)
        except LinkCycle:
            assert expected
        else:
            assert not expected
            edges.add((low, high))


def test_a_walk_ends_at_its_bound() -> None:
    visited: list[AssetId] = []

    def above(asset_id: AssetId) -> list[AssetId]:
        visited.append(asset_id)
        return [asset(int(asset_id.asset_key.partition("-")[2]) + 1)]

    with pytest.raises(LinkTooDeep):
        check_no_cycle(link(0, 1), above, maximum=20)
    assert len(visited) == 20
