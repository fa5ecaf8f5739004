"""What became of every part between two versions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from twin.spatial.part_facts import Box
from twin.spatial.parts.match import Candidate, Match, Matching, Reason
from twin.spatial.parts.matching import match_parts
from twin.spatial.parts.moves import Move, Moves, Tolerance
from twin.spatial.parts.part import Part, PartTree
from twin.spatial.parts.shape_classes import is_same

Outcome = Literal["same", "moved", "changed", "renamed", "added", "removed"]

OUTCOMES: tuple[Outcome, ...] = ("same", "moved", "changed", "renamed", "added", "removed")


@dataclass(frozen=True)
class PartChange:
    """One part in both versions; `outcomes` are all that hold, the first one leads.

    A part that is only in one version has one node id. `volume_delta` (m³) and `area_delta` (m²)
    are new less old; boxes are in the frame of the CAD file.
    """

    outcomes: tuple[Outcome, ...]
    old: str | None
    new: str | None
    score: float
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]
    move: Move | None
    volume_delta: float
    area_delta: float
    old_box: Box | None
    new_box: Box | None
    is_assembly: bool

    @property
    def outcome(self) -> Outcome:
        """Return the outcome that leads."""
        return self.outcomes[0]


@dataclass(frozen=True)
class Comparison:
    """Two versions compared; changes in the order of the old tree, then what was added."""

    changes: tuple[PartChange, ...]
    comparisons: int

    def totals(self) -> dict[Outcome, int]:
        """Count the parts by the outcome that leads; every part of both versions is in one."""
        counts = Counter(change.outcome for change in self.changes)
        return {outcome: counts[outcome] for outcome in OUTCOMES}


def compare(old: PartTree, new: PartTree, tolerance: Tolerance | None = None) -> Comparison:
    """Match two versions and say what became of every part."""
    limit = tolerance or Tolerance()
    return comparison_of(old, new, match_parts(old, new, tolerance=limit.metres), limit)


def comparison_of(
    old: PartTree, new: PartTree, matching: Matching, tolerance: Tolerance
) -> Comparison:
    """Say what became of every part of a matching."""
    pairs = {match.old: match for match in matching.matches}
    moves = Moves(old, matching.moves, tolerance)
    changes = []
    for part in old.parts:
        match = pairs.get(part.node_id)
        if match is None:
            changes.append(_single(part, "removed", matching.lost.get(part.node_id, ())))
        else:
            other = new.by_id[match.new]
            changes.append(_paired(part, other, match, moves.of(part, other)))
    changes += [_single(new.by_id[node_id], "added", ()) for node_id in matching.added]
    return Comparison(tuple(changes), matching.comparisons)


def _paired(part: Part, other: Part, match: Match, move: Move | None) -> PartChange:
    volume = other.volume_cubic_metres - part.volume_cubic_metres
    area = other.area_square_metres - part.area_square_metres
    is_changed = _is_changed(part, other)
    outcomes: list[Outcome] = []
    outcomes += ["changed"] if is_changed else []
    outcomes += ["moved"] if move else []
    outcomes += ["renamed"] if part.name != other.name else []
    return PartChange(
        outcomes=tuple(outcomes) or ("same",),
        old=part.node_id,
        new=other.node_id,
        score=match.score,
        reasons=match.reasons,
        candidates=match.candidates,
        move=move,
        volume_delta=volume if is_changed else 0.0,
        area_delta=area if is_changed else 0.0,
        old_box=part.box,
        new_box=other.box,
        is_assembly=not part.is_leaf,
    )


def _is_changed(part: Part, other: Part) -> bool:
    if part.is_leaf != other.is_leaf:
        return True
    if part.shape is not None and other.shape is not None:
        return not is_same(part.shape, other.shape)
    return not _same_contents(part, other)


def _same_contents(part: Part, other: Part) -> bool:
    """Tell whether two assemblies have as many parts of as much volume and area."""
    return len(part.leaves) == len(other.leaves) and all(
        abs(a - b) <= 2e-4 * max(a, b)
        for a, b in (
            (part.volume_cubic_metres, other.volume_cubic_metres),
            (part.area_square_metres, other.area_square_metres),
        )
    )


def _single(part: Part, outcome: Outcome, candidates: tuple[Candidate, ...]) -> PartChange:
    sign = 1.0 if outcome == "added" else -1.0
    is_old = outcome == "removed"
    return PartChange(
        outcomes=(outcome,),
        old=part.node_id if is_old else None,
        new=None if is_old else part.node_id,
        score=0.0,
        reasons=(),
        candidates=candidates,
        move=None,
        volume_delta=sign * part.volume_cubic_metres,
        area_delta=sign * part.area_square_metres,
        old_box=part.box if is_old else None,
        new_box=None if is_old else part.box,
        is_assembly=not part.is_leaf,
    )
