"""Cast the rays of a thumbnail and colour what they hit; no GPU and no window system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from numpy.typing import NDArray

from glb_runtime.camera import AXES, BACKWARD, Camera
from glb_runtime.triangles import Triangles

Array = NDArray[Any]

LAYERS = 8
"""How many translucent surfaces a ray goes through."""

OPAQUE = 0.99
STEP = 1e-5
"""How far behind a translucent surface a ray goes on, as a share of the picture's half width."""

KEY = np.array((-0.35, 0.75, 0.56)) @ AXES
"""Direction to the light: from the left, above and behind of the camera."""

AMBIENT, KEY_SHARE, FRONT_SHARE = 0.22, 0.55, 0.23


def cast(triangles: Triangles, images: Mapping[int, Array], camera: Camera, size: int) -> Array:
    """Return the light of each sample, linear and premultiplied by coverage; (size, size, 4)."""
    scene = EmbreeScene()
    TriangleMesh(scene, triangles.positions, triangles.corners)
    begins = camera.rays(size).astype(np.float32)
    light = np.zeros((size * size, 4), np.float32)
    active = np.arange(size * size)
    for _ in range(LAYERS):
        rays = np.repeat(-BACKWARD[None].astype(np.float32), len(active), axis=0)
        hits = scene.run(begins[active], rays, output=True)
        met = hits["primID"] >= 0
        active, hits = active[met], {name: value[met] for name, value in hits.items()}
        if not len(active):
            break
        colours = surface_colours(triangles, images, hits)
        free = (1 - light[active, 3:]) * colours[:, 3:]
        light[active, :3] += free * colours[:, :3]
        light[active, 3:] += free
        way = hits["tfar"][:, None] + STEP * camera.half_width
        begins[active] -= (way * BACKWARD).astype(np.float32)
        active = active[light[active, 3] < OPAQUE]
    return light.reshape(size, size, 4)


def surface_colours(
    triangles: Triangles, images: Mapping[int, Array], hits: Mapping[str, Array]
) -> Array:
    """Return the lit colour and the opacity of every hit; shape (n, 4)."""
    corners = triangles.corners[hits["primID"]]
    u, v = hits["u"][:, None], hits["v"][:, None]
    weights = np.stack((1 - u - v, u, v), axis=1)
    colours = _between(triangles.colours, corners, weights)
    _paint(
        colours,
        triangles,
        images,
        hits["primID"],
        _between(triangles.texture_coordinates, corners, weights),
    )
    colours[:, :3] *= _light(_normals(triangles, corners, weights, hits["Ng"]))[:, None]
    return colours


def _between(values: Array, corners: Array, weights: Array) -> Array:
    """Return values at the corners as they are at the hits."""
    mean: Array = (values[corners] * weights).sum(axis=1)
    return mean


def _normals(triangles: Triangles, corners: Array, weights: Array, flat: Array) -> Array:
    smooth = _between(triangles.normals, corners, weights)
    given = np.linalg.norm(smooth, axis=1, keepdims=True) > 0
    normals = np.where(given, smooth, flat)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    unit = np.divide(normals, length, out=np.zeros_like(normals), where=length > 0)
    # Both sides of a surface are lit: many files turn some of their faces inside out.
    seen: Array = unit * np.where(unit @ BACKWARD < 0, -1, 1)[:, None]
    return seen


def _light(normals: Array) -> Array:
    key = np.maximum(normals @ KEY, 0)
    light: Array = AMBIENT + KEY_SHARE * key + FRONT_SHARE * (normals @ BACKWARD)
    return light


def _paint(
    colours: Array,
    triangles: Triangles,
    images: Mapping[int, Array],
    hit: Array,
    coordinates: Array,
) -> None:
    """Multiply colours by their textures, whose images are linear with opacity (h, w, 4)."""
    textures = triangles.textures[hit]
    for index, image in images.items():
        painted = textures == index
        height, width = image.shape[:2]
        wrapped = coordinates[painted] % 1
        column = np.minimum((wrapped[:, 0] * width).astype(int), width - 1)
        row = np.minimum((wrapped[:, 1] * height).astype(int), height - 1)
        colours[painted] *= image[row, column]
