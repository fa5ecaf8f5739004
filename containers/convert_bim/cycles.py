"""Refuse entities that refer to themselves: the kernels follow them until their stack ends.

References of an IFC file never lead back to where they started (ISO 10303-21 forbids nothing here,
the rules of ISO 16739-1 do, such as those of IfcLocalPlacement and IfcMappedItem).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_bim.ifc_file import Entity, File

FOLLOWED = (
    "IfcObjectPlacement",
    "IfcBooleanResult",
    "IfcCsgSolid",
    "IfcMappedItem",
    "IfcRepresentationMap",
    "IfcShapeRepresentation",
    "IfcProfileDef",
    "IfcBoundedCurve",
    "IfcCompositeCurveSegment",
    "IfcBoundedSurface",
)
"""What may hold others of its kind; every loop of references that kernels follow has one."""


MAXIMUM_NESTING = 500
"""Cuts of cuts of cuts, placements in placements: real files have some tens of them."""


def require_no_cycles(file: File) -> None:
    """Walk through the references among placements, solids, maps, profiles and curves.

    Raises:
        SourceDamaged: one leads back to itself.
        SourceTooComplex: they are nested too deeply.
    """
    found = {one.id(): one for name in FOLLOWED for one in _all(file, name)}
    depths: dict[int, int] = {}
    for start in found:
        if start not in depths:
            _walk(start, found, depths)
    deepest = max(depths.values(), default=0)
    if deepest > MAXIMUM_NESTING:
        raise SourceTooComplex(
            "entities of the file are nested too deeply",
            found=f"{deepest} levels",
            expected=f"at most {MAXIMUM_NESTING}",
        )


def _walk(start: int, found: dict[int, Entity], depths: dict[int, int]) -> None:
    """Find the depth of an entity and of all below it, without calling itself."""
    waiting = [start]
    open_ones: set[int] = set()
    while waiting:
        number = waiting[-1]
        below = set(_references(found[number], found))
        unknown = [one for one in below if one not in depths]
        if number not in open_ones:
            open_ones.add(number)
            if not open_ones.isdisjoint(unknown):
                raise SourceDamaged("an entity of the file refers to itself")
            waiting += unknown
        if waiting[-1] == number:
            waiting.pop()
            open_ones.discard(number)
            depths[number] = 1 + max((depths[one] for one in below), default=0)


def _references(entity: Entity, found: dict[int, Entity]) -> Iterator[int]:
    return (number for number in _numbers(entity) if number in found)


def _numbers(values: Iterable[Any]) -> Iterator[int]:
    for value in values:
        if isinstance(value, tuple | list):
            yield from _numbers(value)
        elif hasattr(value, "is_a"):
            yield value.id()


def _all(file: File, name: str) -> Iterable[Entity]:
    try:
        found: Iterable[Entity] = file.by_type(name)
    except RuntimeError:
        return ()  # this version of IFC has no such entity
    return found
