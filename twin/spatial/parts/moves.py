"""How parts that were found again moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twin.spatial.part_facts import IDENTITY, Matrix, Vector
from twin.spatial.parts import placement
from twin.spatial.parts.frames import same_frame
from twin.spatial.parts.matching import TOLERANCE_METRES
from twin.spatial.parts.part import Part, PartTree
from twin.spatial.parts.shape_classes import is_same


@dataclass(frozen=True)
class Tolerance:
    """Up to where a part counts as not moved and not turned."""

    metres: float = TOLERANCE_METRES
    degrees: float = 0.01


@dataclass(frozen=True)
class Move:
    """How a part moved in the frame of the CAD file; `with_parent` if just as its parent did.

    `offset_metres` is that of its centre of mass; `turn_degrees` is None where the two exports
    measured the shape in different frames, so that turns cannot be told.
    """

    offset_metres: Vector
    distance_metres: float
    turn_degrees: float | None
    with_parent: bool


@dataclass(frozen=True)
class Moves:
    """The moves of one matching; `assemblies` are the transforms by old node id."""

    old: PartTree
    assemblies: Mapping[str, Matrix]
    tolerance: Tolerance

    def of(self, part: Part, other: Part) -> Move | None:
        """Return how a part moved, None if it is where it was."""
        centre, there = part.centre_metres, other.centre_metres
        if centre is None or there is None:
            return None
        above = self._above(part)
        told = self._told(part, other)
        if told is None:
            return self._move(centre, there, None, placement.apply(above, centre))
        if not part.is_leaf or _is_changed(part, other):
            # Its centre of mass may be elsewhere just because it has another shape.
            there = placement.apply(told, centre)
        turn = placement.degrees(told)
        relative = placement.degrees(placement.compose(told, placement.inverse(above)))
        follows = relative <= self.tolerance.degrees
        return self._move(centre, there, turn, placement.apply(above, centre) if follows else None)

    def _move(
        self, centre: Vector, there: Vector, turn: float | None, expected: Vector | None
    ) -> Move | None:
        x, y, z = (b - a for a, b in zip(centre, there, strict=True))
        far = placement.distance(centre, there)
        if far <= self.tolerance.metres and (turn or 0.0) <= self.tolerance.degrees:
            return None
        with_parent = (
            expected is not None and placement.distance(expected, there) <= self.tolerance.metres
        )
        return Move((x, y, z), far, turn, with_parent)

    def _told(self, part: Part, other: Part) -> Matrix | None:
        """Return the transform that took a part to its place, None where it cannot be told."""
        if not part.is_leaf:
            return self.assemblies.get(part.node_id)
        if part.transform is None or other.transform is None:
            return None
        if part.shape is None or other.shape is None:
            return None
        if not _is_changed(part, other) and not same_frame(part.shape, other.shape):
            return None
        return placement.compose(other.transform, placement.inverse(part.transform))

    def _above(self, part: Part) -> Matrix:
        parent = part.parent
        while parent is not None:
            if parent in self.assemblies:
                return self.assemblies[parent]
            parent = self.old.by_id[parent].parent
        return IDENTITY


def _is_changed(part: Part, other: Part) -> bool:
    return not (part.shape and other.shape and is_same(part.shape, other.shape))
