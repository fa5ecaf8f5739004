"""A pair of parts of two versions, how sure it is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from twin.spatial.part_facts import Matrix

Reason = Literal[
    "GLOBAL_ID",
    "PATH",
    "NAME",
    "PRODUCT",
    "SHAPE",
    "SIMILAR_SHAPE",
    "CONTENTS",
    "POSITION",
    "POSITION_IN_PARENT",
    "OVERLAP",
    "ONLY_CANDIDATE",
    "NEAREST",
    "NAME_ELSEWHERE",
    "POSITION_TAKEN",
    "SEVERAL_CANDIDATES",
    "FAR_AWAY",
    "OTHER_SHAPE",
]
"""What speaks for a pair (the first twelve) and against it (the rest)."""

CONFIDENT = 0.85
"""From this score on a binding is carried over without a person looking at it."""

MAXIMUM_CANDIDATES = 5


@dataclass(frozen=True)
class Candidate:
    """A part of the new version that may be the one searched; `score` from 0 to 1."""

    node_id: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Match:
    """An old part and a new one; `candidates` are there where the pair is doubtful, best first."""

    old: str
    new: str
    score: float
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_confident(self) -> bool:
        """Tell whether the pair can be used without a person looking at it."""
        return self.score >= CONFIDENT


@dataclass(frozen=True)
class Matching:
    """All pairs, and what has none; `lost` are the best candidates of old parts without a pair.

    `moves` are the transforms that took old assemblies to their new places; `comparisons` counts
    how often two parts were looked at together.
    """

    matches: tuple[Match, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    lost: dict[str, tuple[Candidate, ...]]
    moves: dict[str, Matrix]
    comparisons: int

    @cached_property
    def by_old(self) -> dict[str, Match]:
        """Index the pairs by the node ids of the old version."""
        return {match.old: match for match in self.matches}
