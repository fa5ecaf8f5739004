"""How alike two parts are that are not equal."""

from __future__ import annotations

import math
from collections import Counter

from twin.spatial.part_facts import Box, Vector
from twin.spatial.parts import placement
from twin.spatial.parts.part import Part
from twin.spatial.parts.workbench import Workbench

THINNEST_METRES = 1e-3
"""Flat boxes are taken as this thick."""


def share(part: Part, other: Part, bench: Workbench) -> float:
    """Return which share of the shapes below two assemblies they have in common, 0 to 1."""
    if part.is_leaf or other.is_leaf or not (part.leaves and other.leaves):
        return 0.0
    mine = Counter(bench.kind(bench.old.by_id[leaf]) for leaf in part.leaves)
    theirs = Counter(bench.kind(bench.new.by_id[leaf]) for leaf in other.leaves)
    return (mine & theirs).total() / max(mine.total(), theirs.total())


def overlap(part: Part, other: Part, expected: Vector | None) -> float:
    """Return which share of the smaller box is in the other one, 0 to 1.

    The old box is laid where the part is expected now.
    """
    if part.box is None or other.box is None or part.centre_metres is None or expected is None:
        return 0.0
    (x, y, z), (a, b, c) = part.centre_metres, expected
    move = placement.shift((a - x, b - y, c - z))
    mine = Box(placement.apply(move, part.box.minimum), placement.apply(move, part.box.maximum))
    sides = (_sides(mine), _sides(other.box))
    common = math.prod(_common(mine, other.box, axis) for axis in range(3))
    return min(common / min(map(math.prod, sides)), 1.0)


def _sides(box: Box) -> list[float]:
    sides = zip(box.minimum, box.maximum, strict=True)
    return [max(high - low, THINNEST_METRES) for low, high in sides]


def _common(one: Box, other: Box, axis: int) -> float:
    """Return how long the two boxes are common along an axis; 0 where they are apart."""
    low = max(one.minimum[axis], other.minimum[axis])
    high = min(one.maximum[axis], other.maximum[axis])
    is_flat = min(_length(one, axis), _length(other, axis)) < THINNEST_METRES
    return max(high - low, THINNEST_METRES if is_flat and high >= low else 0.0)


def _length(box: Box, axis: int) -> float:
    return box.maximum[axis] - box.minimum[axis]
