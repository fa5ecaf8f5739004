"""Pairs of equal shapes that are called otherwise and are elsewhere: the nearest ones, doubtful."""

from __future__ import annotations

from twin.spatial.part_facts import Vector
from twin.spatial.parts.assignment import EXACT, assign
from twin.spatial.parts.match import MAXIMUM_CANDIDATES, Candidate, Reason
from twin.spatial.parts.part import Part
from twin.spatial.parts.workbench import Workbench

Group = tuple[str | None, int]


def by_distance(bench: Workbench, parts: list[Part]) -> None:
    """Assign parts of one shape below one parent."""
    free: dict[Group, list[Part]] = {}
    for other in bench.free.values():
        free.setdefault((other.parent, bench.kind(other)), []).append(other)
    groups: dict[Group, list[Part]] = {}
    for part in parts:
        groups.setdefault((bench.new_parent(part), bench.kind(part)), []).append(part)
    for group, olds in groups.items():
        _assign(bench, _placed(olds), _placed(free.get(group, [])))


def _assign(bench: Workbench, olds: list[Part], news: list[Part]) -> None:
    sizes = len(olds), len(news)
    bench.looked += sizes[0] * sizes[1] if max(sizes) <= EXACT else sum(sizes)
    expected = [bench.frames.expected(part) or _centre(part) for part in olds]
    score = 0.7 if sizes == (1, 1) else 0.5
    reasons: tuple[Reason, ...] = (
        ("SHAPE", "ONLY_CANDIDATE")
        if sizes == (1, 1)
        else ("SHAPE", "NEAREST", "SEVERAL_CANDIDATES")
    )
    for at, to in assign(expected, [_centre(part) for part in news]):
        others = [other for other in news[:MAXIMUM_CANDIDATES] if other is not news[to]]
        ranked = [news[to], *others][:MAXIMUM_CANDIDATES]
        candidates = tuple(
            Candidate(other.node_id, score if other is news[to] else score / 2, ("SHAPE",))
            for other in ranked
        )
        bench.pair(olds[at], news[to], score, *reasons, candidates=candidates)


def _placed(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.centre_metres is not None]


def _centre(part: Part) -> Vector:
    return part.centre_metres or (0.0, 0.0, 0.0)
