"""Read the numbers of a GLB that holds them plainly: no sparse and no compressed accessors.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#accessors
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glb_runtime.glb import HEADER_BYTES, Glb

Array = NDArray[Any]

CHUNK_HEADER_BYTES = 8
COMPONENTS = {
    5120: np.int8,
    5121: np.uint8,
    5122: np.int16,
    5123: np.uint16,
    5125: np.uint32,
    5126: np.float32,
}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}


@dataclass(frozen=True, eq=False)
class Accessors:
    """The accessors of one GLB over its binary chunk, which is mapped and not loaded."""

    glb: Glb
    content: Array

    @classmethod
    def from_file(cls, path: Path) -> Accessors:
        """Map the second chunk of a file that a tool of ours wrote."""
        data = np.memmap(path, np.uint8, "r")
        length = int.from_bytes(data[HEADER_BYTES : HEADER_BYTES + 4].tobytes(), "little")
        start = HEADER_BYTES + CHUNK_HEADER_BYTES + length + CHUNK_HEADER_BYTES
        return cls(Glb.from_file(path), data[start:])

    def values(self, index: int) -> Array:
        """Return an accessor as it is stored; shape (count, width)."""
        accessor = self.glb.json["accessors"][index]
        view = self.glb.json["bufferViews"][accessor["bufferView"]]
        kind, width = np.dtype(COMPONENTS[accessor["componentType"]]), WIDTHS[accessor["type"]]
        row, count = kind.itemsize * width, accessor["count"]
        start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
        rows = np.lib.stride_tricks.as_strided(
            self.content[start:],
            shape=(count, row),
            strides=(view.get("byteStride", row), 1),
            writeable=False,
        )
        return np.ascontiguousarray(rows).view(kind)

    def floats(self, index: int) -> Array:
        """Return an accessor as 32-bit floats; normalised integers are from 0 or -1 to 1."""
        values = self.values(index)
        if not self.glb.json["accessors"][index].get("normalized"):
            return values.astype(np.float32, copy=False)
        largest = np.float32(np.iinfo(values.dtype).max)
        scaled: Array = np.maximum(values.astype(np.float32) / largest, np.float32(-1))
        return scaled

    def image(self, index: int) -> bytes:
        """Return the encoded bytes of an image."""
        view = self.glb.json["bufferViews"][self.glb.json["images"][index]["bufferView"]]
        start = view.get("byteOffset", 0)
        return bytes(self.content[start : start + view["byteLength"]])
