"""What matching knows while it works: what is free, what is equal, where it should be."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from twin.spatial.parts.frames import Frames
from twin.spatial.parts.index import PlaceIndex
from twin.spatial.parts.match import MAXIMUM_CANDIDATES, Candidate, Match, Reason
from twin.spatial.parts.part import Part, PartTree
from twin.spatial.parts.shape_classes import ShapeClasses

Kind = int
"""A number that all parts of one shape have, and all assemblies of the same shapes."""


@dataclass
class Workbench:
    """Old parts that are matched, and new ones that are free."""

    old: PartTree
    new: PartTree
    tolerance: float
    found: dict[str, Match] = field(default_factory=dict)
    looked: int = 0
    _numbers: dict[Hashable, Kind] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.classes = ShapeClasses((self.old.shapes, self.new.shapes))
        self.kinds = {
            id(part): self._kind(part, tree) for tree in (self.old, self.new) for part in tree.parts
        }
        self.free = dict(self.new.by_id)
        self.places = PlaceIndex(
            ((part, self.kind(part)) for part in self.new.parts), tolerance=self.tolerance
        )
        self.frames = Frames(self.old, self.new, self.kinds, self.tolerance)

    @property
    def comparisons(self) -> int:
        """Return how often two parts were looked at together."""
        return self.looked + self.places.comparisons + self.classes.comparisons

    def pair(
        self,
        part: Part,
        other: Part,
        score: float,
        *reasons: Reason,
        candidates: tuple[Candidate, ...] = (),
    ) -> None:
        """Match two parts, unless the new one is taken already."""
        if other.node_id not in self.free:
            return
        self.looked += 1
        self.found[part.node_id] = Match(part.node_id, other.node_id, score, reasons, candidates)
        del self.free[other.node_id]
        self.places.take(other, self.kind(other))
        self.frames.add(part, other)

    def kind(self, part: Part) -> Kind:
        """Return the kind of a part."""
        return self.kinds[id(part)]

    def is_same_kind(self, part: Part, other: Part) -> bool:
        """Tell whether two parts have one shape."""
        return self.kind(part) == self.kind(other)

    def there(self, part: Part) -> Iterable[Part]:
        """Return free parts of the same shape where this one should be by now."""
        point = self.frames.expected(part)
        return self.places.near(self.kind(part), point) if point else ()

    def only_at_path(self, part: Part) -> Part | None:
        """Return the free part of the same path, where the path is unique in both versions.

        A part below a parent of a new name has the parent's new path too.
        """
        if len(self.old.by_path[part.path]) != 1:
            return None
        for path in (part.path, self._new_path(part)):
            there = self.new.by_path.get(path, ())
            self.looked += 1
            if len(there) == 1 and there[0].node_id in self.free:
                return there[0]
        return None

    def new_parent(self, part: Part) -> str | None:
        """Return the node id of what the parent became."""
        match = self.found.get(part.parent or "")
        return match.new if match else None

    def candidates(self, part: Part) -> tuple[Candidate, ...]:
        """Return what may be a part that has no sure pair: free ones at its path or place."""
        by_path = self.new.by_path.get(part.path, ())[:MAXIMUM_CANDIDATES]
        named = [Candidate(p.node_id, 0.5, ("PATH",)) for p in by_path if p.node_id in self.free]
        placed = [
            Candidate(other.node_id, 0.45, ("SHAPE", "POSITION"))
            for other, _ in zip(self.there(part), range(MAXIMUM_CANDIDATES), strict=False)
        ]
        return (*named, *placed)[:MAXIMUM_CANDIDATES]

    def _new_path(self, part: Part) -> str:
        parent = self.new_parent(part)
        return f"{self.new.by_id[parent].path}/{part.name}" if parent else ""

    def _kind(self, part: Part, tree: PartTree) -> Kind:
        kind: Hashable
        if part.shape is not None and part.is_leaf:
            kind = ("shape", self.classes.of(part.shape))
        elif not part.leaves:
            kind = ("empty", part.name)
        else:
            shapes = (tree.by_id[leaf].shape for leaf in part.leaves)
            kind = ("contents", *sorted(self.classes.of(shape) for shape in shapes if shape))
        return self._numbers.setdefault(kind, len(self._numbers))
