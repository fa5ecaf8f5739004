"""Values on meshes: of points, corners, faces or the whole; indexed or not.

https://openusd.org/release/api/class_usd_geom_primvar.html
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pxr import Usd, UsdGeom

from conversion_runtime.errors import SourceDamaged
from convert_usd.polygons import Polygons
from glb_runtime.model import WHITE, Array

TOKENS = UsdGeom.Tokens


@dataclass(frozen=True, eq=False)
class ByCorner:
    """Rows of values and, for each corner of a mesh, which row it has."""

    rows: Array
    row_of_corner: Array

    def at(self, corners: Array) -> Array:
        """Return the values of some corners."""
        found: Array = self.rows[self.row_of_corner[corners]]
        return found


def by_corner(
    mesh: UsdGeom.Gprim, name: str, polygons: Polygons, time: Usd.TimeCode, *, width: int
) -> ByCorner | None:
    """Return a primvar for the corners of a mesh, or None where it has none of this width.

    Raises:
        SourceDamaged: it has fewer values than the mesh needs.
    """
    primvar = UsdGeom.PrimvarsAPI(mesh).FindPrimvarWithInheritance(name)
    if not primvar or not primvar.HasValue():
        return None
    rows = np.asarray(primvar.Get(time), np.float32)
    indices = np.asarray(primvar.GetIndices(time), np.int64) if primvar.IsIndexed() else None
    if not rows.size or rows.size % width or rows.ndim > 2:
        return None
    return _spread(rows.reshape(-1, width), indices, primvar.GetInterpolation(), polygons)


def normals_of(mesh: UsdGeom.Mesh, polygons: Polygons, time: Usd.TimeCode) -> ByCorner | None:
    """Return the normals of a mesh; `primvars:normals` is stronger than `normals`.

    Raises:
        SourceDamaged: there are fewer than the mesh needs.
    """
    found = by_corner(mesh, "normals", polygons, time, width=3)
    if found is not None:
        return found
    values = mesh.GetNormalsAttr().Get(time)
    if values is None or not len(values):
        return None
    rows = np.asarray(values, np.float32)
    return _spread(rows, None, mesh.GetNormalsInterpolation(), polygons)


def display_colour(
    mesh: UsdGeom.Gprim, polygons: Polygons, time: Usd.TimeCode
) -> tuple[ByCorner | None, tuple[float, float, float, float]]:
    """Return the colours of the corners, linear with alpha, or one colour for all of them.

    Raises:
        SourceDamaged: there are fewer than the mesh needs.
    """
    colours = by_corner(mesh, "displayColor", polygons, time, width=3)
    opacities = by_corner(mesh, "displayOpacity", polygons, time, width=1)
    opacity = float(opacities.rows[0, 0]) if opacities and len(opacities.rows) == 1 else 1.0
    if colours is None:
        return None, (*WHITE[:3], _bounded(opacity))
    if len(colours.rows) == 1:
        red, green, blue = (_bounded(float(one)) for one in colours.rows[0])
        return None, (red, green, blue, _bounded(opacity))
    alpha = np.full((len(colours.rows), 1), _bounded(opacity), np.float32)
    rows = np.nan_to_num(np.concatenate((colours.rows, alpha), axis=1)).clip(0, 1)
    return ByCorner(rows, colours.row_of_corner), WHITE


def _bounded(value: float) -> float:
    return min(max(value, 0.0), 1.0) if value == value else 1.0


def _spread(rows: Array, indices: Array | None, interpolation: str, polygons: Polygons) -> ByCorner:
    if interpolation == TOKENS.faceVarying:
        element = np.arange(len(polygons.indices))
    elif interpolation == TOKENS.uniform:
        element = polygons.face_of_corner
    elif interpolation in (TOKENS.vertex, TOKENS.varying):
        element = polygons.indices
    else:
        element = np.zeros(len(polygons.indices), np.int64)
    if indices is not None:
        _check(element, len(indices))
        element = indices[element]
    _check(element, len(rows))
    return ByCorner(rows, element)


def _check(element: Array, count: int) -> None:
    if len(element) and not (element.min() >= 0 and element.max() < count):
        raise SourceDamaged("a mesh has fewer values than faces or points")
