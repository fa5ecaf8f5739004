"""All triangles of a scene in one frame, as a thumbnail needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glb_runtime.accessors import Accessors
from glb_runtime.extent import Extent
from glb_runtime.glb import DEFAULT_COLOUR, TRIANGLES, Glb
from glb_runtime.placement import placements

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
    for primitive, matrices in _drawn(accessors.glb):
        if left <= 0:
            break
        parts.append(reader.read(primitive, matrices, left))
        left -= len(parts[-1].corners)
    return _joined(parts)


def _drawn(glb: Glb) -> Iterator[tuple[Primitive, Array]]:
    """Yield primitives with the places of all their occurrences; one by one, the largest first,
    where there are too many to draw all.
    """
    placed = placements(glb)
    if glb.triangles <= MOST_TRIANGLES:
        yield from (one for one in placed.by_primitive() if _has_triangles(one[0]))
        return
    sizes = [
        _size(glb, matrix, primitive)
        for matrix, primitive in zip(placed.matrices, placed.primitives, strict=True)
    ]
    for row in np.argsort(np.negative(sizes), kind="stable"):
        if _has_triangles(placed.primitives[row]):
            yield placed.primitives[row], placed.matrices[row : row + 1]


def _has_triangles(primitive: Primitive) -> bool:
    return bool(primitive.get("mode", TRIANGLES) == TRIANGLES)


def _size(glb: Glb, matrix: Array, primitive: Primitive) -> float:
    accessor = glb.json["accessors"][primitive["attributes"]["POSITION"]]
    diagonal = np.subtract(accessor["max"], accessor["min"])
    return float(np.linalg.norm(np.abs(matrix[:3, :3]) @ diagonal))


@dataclass(frozen=True, eq=False)
class _Reader:
    accessors: Accessors
    extent: Extent

    def read(self, primitive: Primitive, matrices: Array, most: int) -> Triangles:
        """Return a primitive in all its places (k, 4, 4), one after the other."""
        attributes, places = primitive["attributes"], len(matrices)
        points = self.accessors.floats(attributes["POSITION"])
        placed = points @ matrices[:, :3, :3].transpose(0, 2, 1) + matrices[:, None, :3, 3]
        positions = placed.reshape(-1, 3).astype(np.float32)
        own = self._corners(primitive, len(points))
        starts = np.arange(places, dtype=np.int32) * len(points)
        corners = (own + starts[:, None, None]).reshape(-1, 3)
        if len(corners) > most:
            positions, corners = self._gathered(positions, corners, most)
        material = self._material(primitive)
        uv = self._floats(attributes, "TEXCOORD_0", len(points), 2)
        return Triangles(
            positions=positions,
            normals=self._normals(attributes, matrices, len(points)),
            colours=np.tile(self._colours(attributes, material, len(points)), (places, 1)),
            texture_coordinates=np.tile(uv, (places, 1)),
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

    def _normals(self, attributes: Mapping[str, int], matrices: Array, count: int) -> Array:
        normals = np.zeros((len(matrices), count, 3), np.float32)
        is_solid = np.abs(np.linalg.det(matrices[:, :3, :3])) > 0
        if "NORMAL" in attributes and is_solid.any():
            turns = np.linalg.inv(matrices[is_solid, :3, :3])
            normals[is_solid] = self.accessors.floats(attributes["NORMAL"]) @ turns
        return normals.reshape(-1, 3)

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
