"""Open a GLB that somebody made: its JSON and its buffer, nothing outside the file.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#glb-file-format-specification
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from conversion_runtime.errors import (
    SourceDamaged,
    SourceExternalReference,
    SourceTooComplex,
    SourceUnreadable,
    SourceUnsupported,
)
from convert_usd.limits import MAXIMUM_JSON_BYTES
from glb_runtime.accessors import COMPONENTS, WIDTHS
from glb_runtime.model import Array

READ_EXTENSIONS = frozenset(
    ("KHR_materials_unlit", "EXT_texture_webp", "KHR_mesh_quantization", "KHR_texture_transform")
)
"""What a file may require; other extensions it may only use."""

HEADER = struct.Struct("<4sII")
CHUNK = struct.Struct("<I4s")


@dataclass(frozen=True, eq=False)
class GlbFile:
    """The JSON of a file and the bytes of its only buffer."""

    json: Mapping[str, Any]
    content: Array

    def entry(self, table: str, index: Any) -> Any:  # noqa: ANN401 - JSON
        """Return an entry of one of glTF's tables.

        Raises:
            SourceDamaged: there is none.
        """
        entries = self.json.get(table, [])
        if not isinstance(index, int) or not 0 <= index < len(entries):
            raise SourceDamaged("the file refers to an entry that it has not", where=table)
        return entries[index]

    def view(self, index: Any) -> Array:  # noqa: ANN401 - JSON
        """Return the bytes of a buffer view.

        Raises:
            SourceDamaged: it lies outside the buffer.
        """
        view = self.entry("bufferViews", index)
        start, length = view.get("byteOffset", 0), view["byteLength"]
        if view["buffer"] != 0 or not 0 <= start <= start + length <= len(self.content):
            raise SourceDamaged("a view lies outside the buffer", where="bufferViews")
        return self.content[start : start + length]

    def values(self, index: Any) -> Array:  # noqa: ANN401 - JSON
        """Return the values of an accessor, normalised where it says so; shape (n, width).

        Raises:
            SourceDamaged: they lie outside the buffer.
            SourceUnsupported: they are sparse.
        """
        accessor = self.entry("accessors", index)
        if "sparse" in accessor or "bufferView" not in accessor:
            raise SourceUnsupported("the file has sparse accessors", expected="plain accessors")
        kind = np.dtype(COMPONENTS[accessor["componentType"]]).newbyteorder("<")
        width, count = WIDTHS[accessor["type"]], accessor["count"]
        rows: Array = self._rows(accessor, kind.itemsize * width, count).view(kind)
        if not accessor.get("normalized") or kind.kind == "f":
            return rows
        largest = np.float32(2 ** (8 * kind.itemsize - (kind.kind == "i")) - 1)
        return np.maximum(rows / largest, np.float32(-1))

    def _rows(self, accessor: Mapping[str, Any], row: int, count: int) -> Array:
        content = self.view(accessor["bufferView"])
        start = accessor.get("byteOffset", 0)
        stride = self.entry("bufferViews", accessor["bufferView"]).get("byteStride", row)
        fits = count > 0 and stride >= row and start >= 0
        if not fits or start + stride * (count - 1) + row > len(content):
            raise SourceDamaged("an accessor lies outside its view", where="accessors")
        strided = np.lib.stride_tricks.as_strided(
            content[start:], shape=(count, row), strides=(stride, 1), writeable=False
        )
        return np.ascontiguousarray(strided)


def open_glb(path: Path) -> GlbFile:
    """Open a file and check what it needs.

    Raises:
        SourceUnreadable: it is no GLB of version 2.
        SourceExternalReference: a buffer or an image is in another file.
        SourceUnsupported: it requires an extension that is not read, such as compression.
        SourceTooComplex: its JSON is too large.
    """
    data = np.memmap(path, np.uint8, "r")
    if len(data) < HEADER.size + CHUNK.size:
        raise SourceUnreadable("the file is too short for a GLB")
    mark, version, length = HEADER.unpack(data[: HEADER.size].tobytes())
    size, kind = CHUNK.unpack(data[HEADER.size : HEADER.size + CHUNK.size].tobytes())
    start = HEADER.size + CHUNK.size
    if mark != b"glTF" or length != len(data) or start + size > length:
        raise SourceUnreadable("the file is no GLB, or ends too early")
    if version != 2 or kind != b"JSON":
        raise SourceUnsupported("the GLB is of another version", found=str(version), expected="2")
    if size > MAXIMUM_JSON_BYTES:
        raise SourceTooComplex(
            "the file says too much", expected=f"at most {MAXIMUM_JSON_BYTES} bytes of JSON"
        )
    gltf = _parsed(data[start : start + size].tobytes())
    _check_references(gltf)
    _check_extensions(gltf.get("extensionsRequired", []))
    return GlbFile(gltf, _buffer(data, start + size))


def _parsed(text: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        gltf = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable("the JSON of the file is not readable") from error
    if not isinstance(gltf, dict):
        raise SourceUnreadable("the JSON of the file is no object")
    return gltf


def _check_references(gltf: Mapping[str, Any]) -> None:
    if any("uri" in one for table in ("buffers", "images") for one in gltf.get(table, [])):
        raise SourceExternalReference(
            "a buffer or an image of the file is not in its binary chunk",
            expected="one self-contained GLB",
        )


def _check_extensions(required: Sequence[str]) -> None:
    unknown = set(required) - READ_EXTENSIONS
    if unknown:
        raise SourceUnsupported(
            "the file requires extensions that are not read",
            found=f"{len(unknown)} extensions",
            expected=", ".join(sorted(READ_EXTENSIONS)),
        )


def _buffer(data: Array, start: int) -> Array:
    if start + CHUNK.size > len(data):
        return data[:0]
    size, kind = CHUNK.unpack(data[start : start + CHUNK.size].tobytes())
    content = data[start + CHUNK.size :]
    if kind != b"BIN\0" or size > len(content):
        raise SourceUnreadable("the binary chunk of the file is cut")
    return content[:size]
