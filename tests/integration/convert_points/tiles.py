"""An independent reader of 3D Tiles archives with points, and the rules of the specification.

3D Tiles Archive Format 1.3; 3D Tiles 1.1, https://docs.ogc.org/cs/22-025r4/22-025r4.html
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

INDEX = "@3dtilesIndex1@"
TYPES = {5121: "u1", 5123: "<u2", 5126: "<f4"}
Y_UP_TO_Z_UP = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]])


@dataclass(frozen=True)
class Tile:
    """One tile: its depth, its JSON, its points in the tileset's frame, and colours (0 to 1)."""

    depth: int
    json: Any
    points: Array
    colours: Array


class Archive:
    """A 3D Tiles archive, read by its index as a client with ranges does."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
        assert members[-1].filename == INDEX
        assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
        self.names = [member.filename for member in members[:-1]]
        index = self._at(members[-1].header_offset)
        rows = [index[at : at + 24] for at in range(0, len(index), 24)]
        keys = [struct.unpack("<2Q", row[:16]) for row in rows]
        assert keys == sorted(keys) and len(keys) == len(self.names)
        self.offsets = {row[:16]: struct.unpack("<Q", row[16:])[0] for row in rows}

    def read(self, name: str) -> bytes:
        """Return a member by the digest of its name."""
        return self._at(self.offsets[hashlib.md5(name.encode()).digest()])

    def _at(self, offset: int) -> bytes:
        fields = struct.unpack_from("<4s2xHH8xIIHH", self.content, offset)
        assert fields[0] == b"PK\x03\x04"
        start = offset + 30 + fields[5] + fields[6]
        return self.content[start : start + fields[4]]

    @property
    def tileset(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.read("tileset.json"))

    @property
    def transform(self) -> Array:
        """Return the 4 by 4 matrix of the root."""
        return np.array(self.tileset["root"]["transform"]).reshape(4, 4).T

    def tiles(self) -> list[Tile]:
        """Return all tiles with content."""
        return list(self._tiles(self.tileset["root"], 0))

    def placed_points(self) -> Array:
        """Return all points where the root's transform puts them."""
        points = np.concatenate([tile.points for tile in self.tiles()])
        placed: Array = points @ self.transform[:3, :3].T + self.transform[:3, 3]
        return placed

    def _tiles(self, tile: Any, depth: int) -> Iterator[Tile]:  # noqa: ANN401
        if "content" in tile:
            yield Tile(depth, tile, *points_of(self.read(tile["content"]["uri"])))
        for child in tile.get("children", []):
            yield from self._tiles(child, depth + 1)


def points_of(glb: bytes) -> tuple[Array, Array]:
    """Return positions, Z up, and linear colours of a GLB with points."""
    magic, version, length = struct.unpack_from("<4sII", glb)
    assert (magic, version, length) == (b"glTF", 2, len(glb))
    (size,) = struct.unpack_from("<I", glb, 12)
    value, binary = json.loads(glb[20 : 20 + size]), glb[28 + size :]
    (primitive,) = value["meshes"][0]["primitives"]
    assert primitive["mode"] == 0
    positions, colours = (
        accessor(value, binary, primitive["attributes"][name]) for name in ("POSITION", "COLOR_0")
    )
    node = value["nodes"][0]
    placed = positions * node.get("scale", [1, 1, 1]) + node["translation"]
    return placed @ Y_UP_TO_Z_UP.T, colours[:, :3] / 255


def accessor(value: Any, binary: bytes, index: int) -> Array:  # noqa: ANN401
    """Return an accessor as doubles, and check what it says of its bounds."""
    one = value["accessors"][index]
    view = value["bufferViews"][one["bufferView"]]
    kind, width = np.dtype(TYPES[one["componentType"]]), int(one["type"][-1])
    assert view["byteStride"] % 4 == 0 and view["byteOffset"] % 4 == 0
    rows: Array = np.ndarray(
        (one["count"], width), kind, binary, view["byteOffset"], (view["byteStride"], kind.itemsize)
    )
    if "min" in one:
        assert rows.min(axis=0).tolist() == one["min"] and rows.max(axis=0).tolist() == one["max"]
    return rows.astype(np.float64)


def check_rules(archive: Archive) -> None:
    """Require what the specification requires of a tileset with explicit tiles."""
    tileset = archive.tileset
    assert tileset["asset"]["version"] == "1.1"
    assert tileset["root"]["refine"] == "ADD"
    assert tileset["geometricError"] >= tileset["root"]["geometricError"]
    named = ["tileset.json", *_check_tile(archive, tileset["root"])]
    assert sorted(named) == sorted(archive.names)


def _check_tile(archive: Archive, tile: Any) -> list[str]:  # noqa: ANN401
    low, high = box_of(tile)
    uris: list[str] = []
    if "content" in tile:
        uris.append(tile["content"]["uri"])
        points, _ = points_of(archive.read(uris[0]))
        assert (points >= low - 1e-3).all() and (points <= high + 1e-3).all()
    for child in tile.get("children", []):
        inner_low, inner_high = box_of(child)
        assert (inner_low >= low - 1e-6).all() and (inner_high <= high + 1e-6).all()
        assert child["geometricError"] < tile["geometricError"]
        uris += _check_tile(archive, child)
    return uris


def box_of(tile: Any) -> tuple[Array, Array]:  # noqa: ANN401
    """Return the lowest and the highest corner of a tile's box, which is along the axes."""
    values = np.array(tile["boundingVolume"]["box"])
    assert values.shape == (12,)
    half = np.diag(values[3:].reshape(3, 3))
    return values[:3] - half, values[:3] + half
