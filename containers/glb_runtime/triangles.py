"""All triangles of a scene in one frame, as a thumbnail needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glb_runtime.accessors import Accessors
from glb_runtime.extent import Extent, placed_primitives
from glb_runtime.glb import DEFAULT_COLOUR, TRIANGLES, Glb

Array = NDArray[Any]
Primitive = Mapping[str, Any]

MOST_TRIANGLES = 4_000_000
"""More are not drawn: a thumbnail has a million samples. The largest parts come first."""

CELLS = 1024
"""Along the longest side of the scene, into which a mesh beyond the limit is gathered."""


@dataclass(frozen=True, eq=False)
class Triangles:
    """Triangles with what is known at their corners.

    Shapes: `positions` (n, 3) metres in the scene, `normals` (n, 3), zero where the file has none,
    `colours` (n, 4) linear with opacity, `texture_coordinates` (n, 2), `corners` (m, 3) indices,
    `textures` (m) the index of the image of each triangle, or -1.
    """

    positions: Array
    normals: Array
    colours: Array
    texture_coordinates: Array
    corners: Array
    textures: Array


def scene_triangles(accessors: Accessors, extent: Extent) -> Triangles:
    """Return the triangles of a raw scene of this extent, at most about `MOST_TRIANGLES`."""
    reader, parts, left = _Reader(accessors, extent), [], MOST_TRIANGLES
    for matrix, primitive in _largest_first(accessors.glb):
        if left <= 0:
            break
        parts.append(reader.read(matrix, primitive, left))
        left -= len(parts[-1].corners)
    return _joined(parts)


def _largest_first(glb: Glb) -> list[tuple[Array, Primitive]]:
    drawn = [
        (matrix, primitive)
        for matrix, primitive in placed_primitives(glb)
        if primitive.get("mode", TRIANGLES) == TRIANGLES
    ]
    return sorted(drawn, key=lambda one: -_size(glb, *one))


def _size(glb: Glb, matrix: Array, primitive: Primitive) -> float:
    accessor = glb.json["accessors"][primitive["attributes"]["POSITION"]]
    diagonal = np.subtract(accessor["max"], accessor["min"])
    return float(np.linalg.norm(np.abs(matrix[:3, :3]) @ diagonal))


@dataclass(frozen=True, eq=False)
class _Reader:
    accessors: Accessors
    extent: Extent

    def read(self, matrix: Array, primitive: Primitive, most: int) -> Triangles:
        attributes = primitive["attributes"]
        points = self.accessors.floats(attributes["POSITION"])
        positions = (points @ matrix[:3, :3].T + matrix[:3, 3]).astype(np.float32)
        corners = self._corners(primitive, len(points))
        if len(corners) > most:
            positions, corners = self._gathered(positions, corners, most)
        material = self._material(primitive)
        return Triangles(
            positions=positions,
            normals=self._normals(attributes, matrix, len(points)),
            colours=self._colours(attributes, material, len(points)),
            texture_coordinates=self._floats(attributes, "TEXCOORD_0", len(points), 2),
            corners=corners,
            textures=np.full(len(corners), self._texture(attributes, material), np.int32),
        )

    def _corners(self, primitive: Primitive, count: int) -> Array:
        if "indices" in primitive:
            indices = self.accessors.values(primitive["indices"]).reshape(-1).astype(np.int32)
        else:
            indices = np.arange(count, dtype=np.int32)
        return indices[: len(indices) // 3 * 3].reshape(-1, 3)

    def _gathered(self, positions: Array, corners: Array, most: int) -> tuple[Array, Array]:
        """Move vertices to the middle of cells; triangles within one vanish without a hole.

        Rossignac, Borrel: Multi-resolution 3D approximations for rendering, 1993.
        """
        side = float((self.extent.high - self.extent.low).max()) / CELLS
        cells = np.rint((positions - self.extent.low) / side)
        moved = (cells * side + self.extent.low).astype(np.float32)
        a, b, c = (moved[corners[:, at]] for at in range(3))
        flat = (a == b).all(axis=1) | (b == c).all(axis=1) | (a == c).all(axis=1)
        return moved, corners[~flat][:most]

    def _normals(self, attributes: Mapping[str, int], matrix: Array, count: int) -> Array:
        if "NORMAL" not in attributes or abs(np.linalg.det(matrix[:3, :3])) == 0:
            return np.zeros((count, 3), np.float32)
        turn = np.linalg.inv(matrix[:3, :3])
        return (self.accessors.floats(attributes["NORMAL"]) @ turn).astype(np.float32)

    def _colours(
        self, attributes: Mapping[str, int], material: Mapping[str, Any], count: int
    ) -> Array:
        surface = material.get("pbrMetallicRoughness", {})
        colours = np.tile(
            np.array(surface.get("baseColorFactor", DEFAULT_COLOUR), np.float32), (count, 1)
        )
        if material.get("alphaMode", "OPAQUE") == "OPAQUE":
            colours[:, 3] = 1
        if "COLOR_0" in attributes:
            own = self.accessors.floats(attributes["COLOR_0"])
            colours[:, :3] *= own[:, :3]
        return colours

    def _floats(self, attributes: Mapping[str, int], name: str, count: int, width: int) -> Array:
        if name not in attributes:
            return np.zeros((count, width), np.float32)
        return self.accessors.floats(attributes[name])

    def _material(self, primitive: Primitive) -> Mapping[str, Any]:
        materials: list[dict[str, Any]] = self.accessors.glb.json.get("materials", [])
        material: Mapping[str, Any] = (
            materials[primitive["material"]] if "material" in primitive else {}
        )
        return material

    def _texture(self, attributes: Mapping[str, int], material: Mapping[str, Any]) -> int:
        texture = material.get("pbrMetallicRoughness", {}).get("baseColorTexture")
        if texture is None or texture.get("texCoord", 0) or "TEXCOORD_0" not in attributes:
            return -1
        found = self.accessors.glb.json["textures"][texture["index"]]
        webp = found.get("extensions", {}).get("EXT_texture_webp", {})
        return int(webp.get("source", found.get("source", -1)))


def _joined(parts: list[Triangles]) -> Triangles:
    starts = np.cumsum([0, *(len(part.positions) for part in parts)])
    return Triangles(
        positions=np.concatenate([part.positions for part in parts]),
        normals=np.concatenate([part.normals for part in parts]),
        colours=np.concatenate([part.colours for part in parts]),
        texture_coordinates=np.concatenate([part.texture_coordinates for part in parts]),
        corners=np.concatenate(
            [part.corners + np.int32(start) for part, start in zip(parts, starts, strict=False)]
        ),
        textures=np.concatenate([part.textures for part in parts]),
    )
