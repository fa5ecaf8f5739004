"""The triangles of one object of 3MF, with the colours of its base materials and colour groups.

https://github.com/3MFConsortium/spec_materials
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged
from convert_mesh.colour import linear
from convert_mesh.weld import same_rows, welded
from glb_runtime.model import Array, Material, Mesh, Primitive

CORE = "{http://schemas.microsoft.com/3dmanufacturing/core/2015/02}"
MATERIAL = "{http://schemas.microsoft.com/3dmanufacturing/material/2015/02}"
MOST_MATERIALS = 64
"""More colours than this are written at the vertices: each material is a call to draw."""

COLOUR = re.compile(r"#([0-9A-Fa-f]{6})([0-9A-Fa-f]{2})?")


@dataclass(frozen=True, eq=False)
class Colours:
    """A group of colours (n, 4), linear; `materials` are the same as glTF's, by their numbers."""

    values: Array
    materials: tuple[Material, ...]


def colours_of(model: Element) -> dict[str, Colours]:
    """Return the groups of colours of a model by their numbers."""
    resources = model.find(f"{CORE}resources")
    found: dict[str, Colours] = {}
    for group in resources if resources is not None else ():
        if group.tag == f"{CORE}basematerials":
            found[group.get("id", "")] = _colours(group, f"{CORE}base", "displaycolor")
        elif group.tag == f"{MATERIAL}colorgroup":
            found[group.get("id", "")] = _colours(group, f"{MATERIAL}color", "color")
    return found


def mesh_of(found: Element, colours: dict[str, Colours]) -> Mesh | None:
    """Return the mesh of an object, or None where it is made of components.

    Raises:
        SourceDamaged: a number is none, a corner is no vertex, or a colour is none of its group.
        SourceBoundsInvalid: a coordinate is not finite.
    """
    mesh = found.find(f"{CORE}mesh")
    if mesh is None:
        return None
    positions = _numbers(mesh.iterfind(f"{CORE}vertices/{CORE}vertex"), ("x", "y", "z"), float)
    triangles = list(mesh.iterfind(f"{CORE}triangles/{CORE}triangle"))
    corners = _numbers(triangles, ("v1", "v2", "v3"), int)
    if not np.isfinite(positions).all():
        raise SourceBoundsInvalid("a vertex is not bounded", expected="finite coordinates")
    if len(corners) and not (corners.min() >= 0 and corners.max() < len(positions)):
        raise SourceDamaged("a triangle has a corner that is no vertex")
    if not len(corners):
        return None
    painted = [_paint(one, found, colours) for one in triangles]
    return Mesh(tuple(_primitives(positions, corners, painted, colours)))


Paint = tuple[str, int, int, int]
"""Group of colours and the numbers of the three corners in it; no group is no colour."""


def _paint(triangle: Element, found: Element, colours: dict[str, Colours]) -> Paint:
    group = triangle.get("pid") or found.get("pid", "")
    if group not in colours:
        return ("", 0, 0, 0)
    try:
        first = int(triangle.get("p1") or found.get("pindex") or 0)
        second, third = (int(triangle.get(name) or first) for name in ("p2", "p3"))
    except ValueError as error:
        raise SourceDamaged("the number of a colour is none") from error
    if not all(0 <= one < len(colours[group].values) for one in (first, second, third)):
        raise SourceDamaged("a colour is none of its group")
    return (group, first, second, third)


def _primitives(
    positions: Array, corners: Array, painted: list[Paint], colours: dict[str, Colours]
) -> list[Primitive]:
    """Make one primitive of each material, and one of all triangles whose corners differ."""
    materials = {paint: index for index, paint in enumerate(dict.fromkeys(painted))}
    if len(materials) > MOST_MATERIALS or any(_is_blend(paint) for paint in materials):
        materials = {paint: index for paint, index in materials.items() if not paint[0]}
    chosen = np.array([materials.get(paint, -1) for paint in painted])
    found = [
        _primitive(positions, corners[chosen == index], _material(paint, colours))
        for paint, index in materials.items()
    ]
    blended = np.nonzero(chosen == -1)[0].tolist()
    if blended:
        found.append(_blended(positions, corners, [(i, painted[i]) for i in blended], colours))
    return found


def _is_blend(paint: Paint) -> bool:
    return not paint[1] == paint[2] == paint[3]


def _material(paint: Paint, colours: dict[str, Colours]) -> Material | None:
    return colours[paint[0]].materials[paint[1]] if paint[0] else None


def _primitive(positions: Array, corners: Array, material: Material | None) -> Primitive:
    first, vertex = welded([corners.reshape(-1)])
    return Primitive(positions[corners.reshape(-1)[first]], vertex.reshape(-1, 3), material)


def _blended(
    positions: Array,
    corners: Array,
    painted: list[tuple[int, Paint]],
    colours: dict[str, Colours],
) -> Primitive:
    values = np.concatenate([colours[paint[0]].values[list(paint[1:])] for _, paint in painted])
    places = corners[[index for index, _ in painted]].reshape(-1)
    first, vertex = welded([places, same_rows(values)])
    return Primitive(positions[places[first]], vertex.reshape(-1, 3), colours=values[first])


def _colours(group: Element, tag: str, attribute: str) -> Colours:
    entries = [one for one in group if one.tag == tag]
    encoded = np.array([_encoded(one.get(attribute, "")) for one in entries]).reshape(-1, 4)
    values = linear(encoded / 255)
    materials = tuple(
        Material(
            name=entry.get("name", ""),
            base_colour=(value[0], value[1], value[2], value[3]),
            alpha_mode="BLEND" if value[3] < 1 else "OPAQUE",
        )
        for entry, value in zip(entries, values.tolist(), strict=True)
    )
    return Colours(values, materials)


def _encoded(text: str) -> tuple[int, ...]:
    match = COLOUR.fullmatch(text)
    if match is None:
        raise SourceDamaged("a colour is not written as #RRGGBB or #RRGGBBAA")
    return tuple(bytes.fromhex(match[1] + (match[2] or "FF")))


def _numbers(elements: Iterable[Element], names: Sequence[str], kind: type) -> Array:
    try:
        return np.array([[kind(one.attrib[name]) for name in names] for one in elements]).reshape(
            -1, len(names)
        )
    except (KeyError, ValueError, OverflowError) as error:
        raise SourceDamaged("a number of a mesh is none") from error
