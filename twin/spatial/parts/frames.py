"""Where parents went, and where their children should be now."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from twin.spatial.part_facts import IDENTITY, Matrix, ShapeFacts, Vector
from twin.spatial.parts import placement
from twin.spatial.parts.index import PlaceIndex
from twin.spatial.parts.part import Part, PartTree

SAMPLE = 32
"""Parts below an assembly that are asked where it went."""

SAME_FRAME = 1e-5
"""Two measurements of a shape are in one frame when its centre is the same within this share of
its size."""


@dataclass
class Frames:
    """How every matched assembly moved.

    An exporter may place an assembly by another transform and its parts by the inverse: what the
    transforms say is believed only if the parts are where they say, otherwise it stayed.
    """

    old: PartTree
    new: PartTree
    kinds: Mapping[int, Hashable]
    tolerance: float
    moves: dict[str, Matrix] = field(default_factory=dict)

    def __post_init__(self) -> None:
        leaves = ((part, self.kinds[id(part)]) for part in self.new.parts if part.is_leaf)
        self._leaves = PlaceIndex(leaves, tolerance=self.tolerance)

    def add(self, part: Part, other: Part) -> None:
        """Take note of a match."""
        if not part.is_leaf:
            self.moves[part.node_id] = self._move(part, other)

    def above(self, part: Part) -> Matrix:
        """Return how the nearest matched assembly above a part moved."""
        parent = part.parent
        while parent is not None:
            if parent in self.moves:
                return self.moves[parent]
            parent = self.old.by_id[parent].parent
        return IDENTITY

    def expected(self, part: Part) -> Vector | None:
        """Return where the centre of a part should be now."""
        if part.centre_metres is None:
            return None
        return placement.apply(self.above(part), part.centre_metres)

    def turn(self, part: Part, other: Part) -> float:
        """Return the degrees by which a part turned, besides what its parent did."""
        if part.transform is None or other.transform is None:
            return 0.0
        expected = placement.compose(self.above(part), part.transform)
        return placement.degrees(placement.compose(other.transform, placement.inverse(expected)))

    def _move(self, part: Part, other: Part) -> Matrix:
        above = self.above(part)
        candidates = [above, IDENTITY]
        if part.transform is not None and other.transform is not None:
            told = placement.compose(other.transform, placement.inverse(part.transform))
            candidates.insert(0, told)
        if part.centre_metres and other.centre_metres:
            x, y, z = (b - a for a, b in zip(part.centre_metres, other.centre_metres, strict=True))
            candidates.append(placement.shift((x, y, z)))
        return max(candidates, key=lambda move: self._hits(part, move))

    def _hits(self, part: Part, move: Matrix) -> int:
        step = max(1, math.ceil(len(part.leaves) / SAMPLE))
        sample = [self.old.by_id[leaf] for leaf in part.leaves[::step]]
        return sum(
            any(
                True for _ in self._leaves.near(self.kinds[id(leaf)], placement.apply(move, centre))
            )
            for leaf in sample
            if (centre := leaf.centre_metres) is not None
        )


def same_frame(one: ShapeFacts, other: ShapeFacts) -> bool:
    """Tell whether two versions measured a shape in one frame, so that its places can be compared.

    Centre and inertia must agree; a shape that its own frame's turn does not change agrees too.
    """
    size = placement.diagonal(one.box)
    scale = max(*one.moments, *other.moments)
    return placement.distance(
        one.centre_metres, other.centre_metres
    ) <= 10 * SAME_FRAME * size and all(
        abs(a - b) <= 1e-3 * scale for a, b in zip(one.inertia, other.inertia, strict=True)
    )
