"""Pairs whose shape changed: what is called the same, at about the same place."""

from __future__ import annotations

from collections.abc import Hashable

from twin.spatial.parts.match import Reason
from twin.spatial.parts.part import Part
from twin.spatial.parts.similarity import overlap, share
from twin.spatial.parts.workbench import Workbench

COMMON = 0.5
"""Share of parts, or of the box, from which on a thing is taken for the same thing, changed."""


def by_path(bench: Workbench, parts: list[Part]) -> None:
    """Pair what has the same path, whatever its shape."""
    for part in parts:
        other = bench.only_at_path(part)
        if other is not None:
            _pair(bench, part, other, "PATH")


def by_product(bench: Workbench, parts: list[Part]) -> None:
    """Pair what is the only one of its product below its parent, in both versions."""
    free: dict[Hashable, list[Part]] = {}
    for other in bench.free.values():
        free.setdefault(_product(other, other.parent), []).append(other)
    mine: dict[Hashable, list[Part]] = {}
    for part in parts:
        mine.setdefault(_product(part, bench.new_parent(part)), []).append(part)
    for key, olds in mine.items():
        news = free.get(key, [])
        if key is not None and len(olds) == len(news) == 1:
            _pair(bench, olds[0], news[0], "PRODUCT")


def _product(part: Part, parent: str | None) -> Hashable:
    product = part.identity.product_id or part.identity.product_name
    return (parent, product, part.is_leaf) if product else None


def _pair(bench: Workbench, part: Part, other: Part, why: Reason) -> None:
    at_place = overlap(part, other, bench.frames.expected(part))
    if share(part, other, bench) >= COMMON:
        bench.pair(part, other, 0.95, why, "CONTENTS")
    elif at_place >= COMMON or (not part.is_leaf and at_place > 0):
        bench.pair(part, other, 0.9, why, "OVERLAP", "OTHER_SHAPE")
    else:
        reasons: tuple[Reason, ...] = (why, "OTHER_SHAPE", "FAR_AWAY")
        bench.pair(part, other, 0.5, *reasons, candidates=bench.candidates(part))
