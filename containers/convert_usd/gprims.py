"""Cubes, spheres, cylinders, cones, capsules and planes become meshes.

https://openusd.org/release/api/class_usd_geom_gprim.html
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field

import numpy as np
from pxr import Usd, UsdGeom

from glb_runtime.model import Array, Material, Mesh, Primitive

SEGMENTS = 48
"""Around an axis: 7.5 degrees each."""

SIZES = ("size", "radius", "height", "width", "length")

AXES = {"X": (2, 0, 1), "Y": (1, 2, 0), "Z": (0, 1, 2)}
"""Where the coordinates of a shape along Z come from, by its axis."""

PLANE_AXES = {"X": (2, 1, 0), "Y": (0, 2, 1), "Z": (0, 1, 2)}
"""The same for a plane: its width is along X where it can be, its length along Y."""

Profile = list[tuple[float, float, float, float]]
"""Radius, height and normal (radial, along) of pairs of points; each pair is a ring of faces."""


@dataclass
class Shapes:
    """Makes each shape once, however many prims are alike."""

    _known: dict[tuple[object, ...], Mesh | None] = field(default_factory=dict)

    def mesh(self, prim: Usd.Prim, time: Usd.TimeCode, material: Material) -> Mesh | None:
        """Return the mesh of a shape, or None where it is none of those."""
        sizes = (_get(prim, name, time) for name in SIZES)
        key = (prim.GetTypeName(), *sizes, _axis(prim, time), id(material))
        if key not in self._known:
            self._known[key] = _mesh(prim, time, material)
        return self._known[key]


def _mesh(prim: Usd.Prim, time: Usd.TimeCode, material: Material) -> Mesh | None:
    if prim.IsA(UsdGeom.Cube):
        positions, triangles, normals = _cube(_get(prim, "size", time))
    elif prim.IsA(UsdGeom.Plane):
        positions, triangles, normals = _plane(
            _get(prim, "width", time), _get(prim, "length", time), _axis(prim, time)
        )
    else:
        profile = _profile(prim, time)
        if profile is None:
            return None
        positions, triangles, normals = _revolved(profile, _axis(prim, time))
    return Mesh((Primitive(positions, triangles, material, normals),), prim.GetTypeName())


def _profile(prim: Usd.Prim, time: Usd.TimeCode) -> Profile | None:
    if prim.IsA(UsdGeom.Sphere):
        return _arc(_get(prim, "radius", time), 0.0, -90, 90)
    if prim.IsA(UsdGeom.Cylinder):
        radius, half = _get(prim, "radius", time), _get(prim, "height", time) / 2
        side = [(radius, -half, 1.0, 0.0), (radius, half, 1.0, 0.0)]
        return [*_lid(radius, -half, -1), *side, *_lid(radius, half, 1)]
    if prim.IsA(UsdGeom.Cone):
        radius, height = _get(prim, "radius", time), _get(prim, "height", time)
        slope = math.hypot(radius, height) or 1.0
        out, up = height / slope, radius / slope
        side = [(radius, -height / 2, out, up), (0.0, height / 2, out, up)]
        return [*_lid(radius, -height / 2, -1), *side]
    if prim.IsA(UsdGeom.Capsule):
        radius, half = _get(prim, "radius", time), _get(prim, "height", time) / 2
        side = [(radius, -half, 1.0, 0.0), (radius, half, 1.0, 0.0)]
        return [*_arc(radius, -half, -90, 0), *side, *_arc(radius, half, 0, 90)]
    return None


def _arc(radius: float, height: float, start: int, end: int) -> Profile:
    count = max(2, (end - start) * SEGMENTS // 360)
    angles = np.radians(np.linspace(start, end, count + 1))
    ring = [
        (radius * math.cos(a), height + radius * math.sin(a), math.cos(a), math.sin(a))
        for a in angles
    ]
    return [one for pair in itertools.pairwise(ring) for one in pair]


def _lid(radius: float, height: float, side: int) -> Profile:
    centre, edge = (0.0, height, 0.0, float(side)), (radius, height, 0.0, float(side))
    return [centre, edge] if side < 0 else [edge, centre]


def _revolved(profile: Profile, axis: str) -> tuple[Array, Array, Array]:
    """Return the faces between each pair of rings, around an axis."""
    angle = np.linspace(0.0, 2 * math.pi, SEGMENTS + 1)
    round_ = np.stack((np.cos(angle), np.sin(angle)), axis=1)
    rings = np.array(profile, float)
    positions = np.empty((len(rings), SEGMENTS + 1, 3))
    normals = np.empty_like(positions)
    positions[..., :2] = rings[:, 0, None, None] * round_
    normals[..., :2] = rings[:, 2, None, None] * round_
    positions[..., 2], normals[..., 2] = rings[:, 1, None], rings[:, 3, None]
    ring, step = np.meshgrid(np.arange(0, len(rings), 2), np.arange(SEGMENTS), indexing="ij")
    low = (ring * (SEGMENTS + 1) + step).reshape(-1)
    high = low + SEGMENTS + 1
    triangles = np.stack((low, low + 1, high + 1, low, high + 1, high), axis=1).reshape(-1, 3)
    order = list(AXES[axis])
    return (
        positions.reshape(-1, 3)[:, order],
        _with_area(triangles, positions.reshape(-1, 3)),
        normals.reshape(-1, 3)[:, order],
    )


def _with_area(triangles: Array, positions: Array) -> Array:
    """Leave out the triangles at poles, two corners of which are in one place."""
    a, b, c = (positions[triangles[:, side]] for side in range(3))
    kept: Array = triangles[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 0]
    return kept


def _cube(size: float) -> tuple[Array, Array, Array]:
    sides = [_plane(size, size, axis, size / 2 * sign) for axis in "XYZ" for sign in (1, -1)]
    starts = np.repeat(np.arange(6) * 4, 2)[:, None]
    triangles = np.concatenate([one[1] for one in sides]) + starts
    positions, normals = (np.concatenate([one[at] for one in sides]) for at in (0, 2))
    return positions, triangles, normals


def _plane(
    width: float, length: float, axis: str, height: float = 0.0
) -> tuple[Array, Array, Array]:
    """Return a rectangle that looks along its axis, or against it below zero."""
    x, y = width / 2, length / 2
    corners = np.array([(-x, -y, height), (x, -y, height), (x, y, height), (-x, y, height)])
    positions = corners[:, PLANE_AXES[axis]]
    normal = np.array((0.0, 0.0, math.copysign(1.0, height)))[list(PLANE_AXES[axis])]
    across = np.cross(positions[1] - positions[0], positions[2] - positions[0])
    triangles = np.array([(0, 1, 2), (0, 2, 3)])
    forwards = float(across @ normal) >= 0
    return positions, triangles if forwards else triangles[:, ::-1], np.tile(normal, (4, 1))


def _get(prim: Usd.Prim, name: str, time: Usd.TimeCode) -> float:
    attribute = prim.GetAttribute(name)
    value = attribute.Get(time) if attribute else None
    return float(value) if isinstance(value, float | int) else 0.0


def _axis(prim: Usd.Prim, time: Usd.TimeCode) -> str:
    attribute = prim.GetAttribute("axis")
    axis = str(attribute.Get(time)) if attribute else "Z"
    return axis if axis in AXES else "Z"
