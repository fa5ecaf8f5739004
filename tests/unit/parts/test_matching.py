"""Parts are found again whatever an export changes, and without looking at all pairs."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.parts.models import group, leaf, mapped, model, moved, plant, shape, shuffled
from twin.spatial.assembly import Assembly, AssemblyNode
from twin.spatial.parts.assignment import assign
from twin.spatial.parts.comparison import Comparison, compare
from twin.spatial.parts.part import PartTree

BOLT, PLATE = shape(0.02, 0.02, 0.08), shape(0.5, 0.4, 0.01)
SEEDS = st.integers(0, 2**32)


def compared(old: Assembly, new: Assembly) -> Comparison:
    return compare(PartTree.of(old), PartTree.of(new))


def with_root(assembly: Assembly, root: AssemblyNode | None) -> Assembly:
    assert root is not None
    return replace(assembly, roots=(root,))


@given(SEEDS, st.integers(1, 6), st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_a_model_is_the_same_as_itself_in_any_order(seed: int, groups: int, each: int) -> None:
    chance = random.Random(seed)
    old = plant(chance, groups, each)
    result = compared(old, with_root(old, shuffled(old.roots[0], chance)))
    assert {change.outcome for change in result.changes} == {"same"}
    assert all(change.score == 1.0 and change.old == change.new for change in result.changes)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_random_changes_are_found_exactly(seed: int) -> None:
    chance = random.Random(seed)
    old = plant(chance, 4, 10)
    expected: dict[str, tuple[str, str | None]] = {}

    def change(node: AssemblyNode) -> AssemblyNode | None:
        if node.children:
            return node
        group_name = f"plant/{units[id(node)]}"
        old_id = f"{group_name}/{node.name}"
        act = chance.choice(("keep", "keep", "rename", "move", "delete"))
        if act == "delete":
            expected[old_id] = ("removed", None)
            return None
        if act == "rename":
            name = f"new {node.name} {chance.randrange(10**9)}x"
            expected[old_id] = ("renamed", f"{group_name}/{name}")
            return replace(node, name=name)
        if act == "move":
            expected[old_id] = ("moved", old_id)
            return moved(node, (0.0, 0.0, 5.0 + chance.random()))
        expected[old_id] = ("same", old_id)
        return node

    units = {id(leaf): unit.name for unit in old.roots[0].children for leaf in unit.children}
    new = with_root(old, mapped(old.roots[0], change))
    found = {
        one.old: (one.outcome, one.new) for one in compared(old, new).changes if one.old in expected
    }
    assert found == expected


@pytest.mark.parametrize("count", [18, 200])
def test_equal_bolts_that_are_numbered_anew_are_matched_by_their_places(count: int) -> None:
    places = [(0.1 * at, 0.3 * (at % 3), 0.0) for at in range(count)]
    old = [leaf(f"bolt_{at}", place, BOLT, "bolt") for at, place in enumerate(places)]
    new = [leaf(f"bolt_{at}", place, BOLT, "bolt") for at, place in enumerate(places[::-1])]
    result = compared(model([group("p", old)], [BOLT]), model([group("p", new)], [BOLT]))
    pairs = {one.old: one.new for one in result.changes}
    expected = {f"p/bolt_{at}": f"p/bolt_{count - 1 - at}" for at in range(count)}
    assert {**pairs, "p": None} == {**expected, "p": None}
    assert all(one.score >= 0.95 for one in result.changes)


def test_tags_that_changed_places_are_doubtful_with_both_candidates() -> None:
    old = [leaf("P-101", (0, 0, 0), PLATE, "pump"), leaf("P-102", (3, 0, 0), PLATE, "pump")]
    new = [leaf("P-102", (0, 0, 0), PLATE, "pump"), leaf("P-101", (3, 0, 0), PLATE, "pump")]
    result = compared(model([group("p", old)], [PLATE]), model([group("p", new)], [PLATE]))
    change = next(one for one in result.changes if one.old == "p/P-101")
    assert change.score < 0.85
    assert {one.node_id for one in change.candidates} == {"p/P-101", "p/P-102"}


def test_children_that_move_with_their_assembly_say_so() -> None:
    parts = [leaf(f"part-{at}x", (at, 0.0, 0.0), BOLT) for at in range(5)]
    old = model(
        [group("top", [group("sub", parts), leaf("plate", (0, 9, 0), PLATE)])], [BOLT, PLATE]
    )
    there = [moved(part, (1.0, 0.0, 0.0)) for part in parts]  # onto the place of the next one
    sub = replace(group("sub", there), transform=(1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1))
    new = model([group("top", [sub, leaf("plate", (0, 9, 0), PLATE)])], [BOLT, PLATE])
    result = compared(old, new)
    moves = {one.old: one.move for one in result.changes if one.move}
    assert set(moves) == {"top/sub", *(f"top/sub/part-{at}x" for at in range(5))}
    assert not moves["top/sub"].with_parent
    assert all(move.with_parent for old_id, move in moves.items() if old_id != "top/sub")
    assert moves["top/sub"].distance_metres == pytest.approx(1.0)


def test_a_changed_part_tells_volume_and_boxes() -> None:
    wider = shape(0.5, 0.4, 0.02)
    old = model([group("p", [leaf("plate", (0, 0, 0), PLATE)])], [PLATE])
    new = model([group("p", [leaf("plate", (0, 0, 0), wider)])], [wider])
    change = next(one for one in compared(old, new).changes if one.old == "p/plate")
    assert (change.outcomes, change.score) == (("changed",), 0.9)
    assert change.volume_delta == pytest.approx(0.5 * 0.4 * 0.01)
    assert change.new_box is not None and change.new_box.maximum == (0.5, 0.4, 0.02)


def test_a_model_of_version_1_is_matched_by_its_names_only() -> None:
    old = Assembly.from_dict(
        {
            "local_origin_metres": [0, 0, 0],
            "roots": [
                {"name": "p", "path": "p", "colour": None, "triangles": 0, "children": []},
            ],
        }
    )
    new = model([leaf("p", (0, 0, 0), PLATE)], [PLATE])
    (change,) = compared(old, new).changes
    assert (change.old, change.new, change.score) == ("p", "p", 0.7)


@pytest.mark.parametrize("case", ["same", "renamed", "equal"])
def test_10_000_parts_need_few_comparisons(case: str) -> None:
    chance = random.Random(1)
    old = plant(chance, 100, 100, kinds=1 if case == "equal" else 500)
    new = old
    if case == "renamed":
        root = mapped(
            old.roots[0],
            lambda node: node if node.children else replace(node, name=f"{node.name} new"),
        )
        new = with_root(old, root)
    if case == "equal":  # all of them elsewhere, under numbers that mean nothing
        root = mapped(
            old.roots[0],
            lambda node: (
                node
                if node.children
                else replace(moved(node, (0.7, 0.0, 9.0)), name=f"{chance.randrange(10**9)}")
            ),
        )
        new = with_root(old, root)
    result = compared(old, new)
    assert len(result.changes) == 10_101
    assert result.comparisons < 12 * 10_101


@given(st.lists(st.tuples(*[st.integers(-9, 9)] * 3), min_size=1, max_size=12, unique=True), SEEDS)
def test_assignment_finds_points_again(points: list[tuple[int, int, int]], seed: int) -> None:
    places = [(float(x), float(y), float(z)) for x, y, z in points]
    order = list(range(len(places)))
    random.Random(seed).shuffle(order)
    pairs = assign(places, [places[at] for at in order])
    assert sorted(pairs) == sorted((old, new) for new, old in enumerate(order))
