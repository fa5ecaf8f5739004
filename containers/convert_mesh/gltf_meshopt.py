"""Views of a glTF that meshopt compressed: attributes, triangles, indices and their filters.

https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Vendor/EXT_meshopt_compression
https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_meshopt_compression

The second adds a version of the stream for attributes and a filter for colours; both are read by
either name.
"""

from __future__ import annotations

from dataclasses import dataclass

import meshopt
import numpy as np

from conversion_runtime.errors import SourceDamaged
from convert_mesh.gltf_tables import Value, mapping, number

EXT, KHR = "EXT_meshopt_compression", "KHR_meshopt_compression"
EXTENSIONS = (EXT, KHR)

ROWS = range(4, 257, 4)
MODES = {"ATTRIBUTES": ROWS, "TRIANGLES": (2, 4), "INDICES": (2, 4)}
"""How many bytes a row may have."""

FILTERS = {"OCTAHEDRAL": (4, 8), "QUATERNION": (8,), "EXPONENTIAL": ROWS, "COLOR": (4, 8)}
"""How many bytes a row of attributes may have that a filter changes."""


@dataclass(frozen=True)
class PackedView:
    """Where the stream of a view is, in bytes, and what it holds: rows of `stride` bytes."""

    extension: str
    buffer: object
    start: int
    length: int
    count: int
    stride: int
    mode: str
    filter: str

    @property
    def unpacked_bytes(self) -> int:
        """Return how long the view is that the stream holds."""
        return self.count * self.stride


def packed_view(view: Value) -> PackedView | None:
    """Return what the extension says of a view, or None where the view is not compressed.

    Raises:
        SourceDamaged: mode, filter and numbers do not fit to one another, or to the view.
    """
    extensions = mapping(view, "extensions")
    names = [name for name in EXTENSIONS if name in extensions]
    if not names:
        return None
    if len(names) > 1:
        raise SourceDamaged("a view is compressed twice", where="bufferViews")
    said = mapping(extensions, names[0])
    packed = PackedView(
        extension=names[0],
        buffer=said.get("buffer"),
        start=number(said, "byteOffset"),
        length=number(said, "byteLength"),
        count=number(said, "count"),
        stride=number(said, "byteStride"),
        mode=str(said.get("mode")),
        filter=str(said.get("filter", "NONE")),
    )
    _check(packed, view)
    return packed


def unpacked(packed: PackedView, stream: bytes | memoryview) -> memoryview:
    """Return the rows that a stream holds, one behind the other.

    Raises:
        SourceDamaged: it is cut, too long, or of another mode than it says.
    """
    try:
        rows = meshopt.decode_gltf_buffer(
            stream, packed.count, packed.stride, packed.mode, packed.filter
        )
    except ValueError as error:
        raise SourceDamaged("a compressed view cannot be decoded", where="bufferViews") from error
    return np.ascontiguousarray(rows).data.cast("B")


def _check(packed: PackedView, view: Value) -> None:
    length = number(view, "byteLength")
    if packed.unpacked_bytes != length:
        raise SourceDamaged(
            "a compressed view is not as long as its rows",
            found=f"{packed.count} rows of {packed.stride} bytes",
            expected=f"{length} bytes",
            where="bufferViews",
        )
    # Only the older extension requires it: rows of the other may be parts of a vertex.
    if packed.extension == EXT and view.get("byteStride", packed.stride) != packed.stride:
        raise SourceDamaged("a compressed view has two strides", where="bufferViews")
    if packed.stride not in MODES.get(packed.mode, ()) or not _has_filter(packed):
        raise SourceDamaged(
            "a compressed view has a mode or filter that is none, or not of its rows",
            found=f"{packed.mode[:20]}, {packed.filter[:20]}, {packed.stride} bytes",
            where="bufferViews",
        )
    if packed.mode == "TRIANGLES" and packed.count % 3:
        raise SourceDamaged("compressed triangles have not three corners", where="bufferViews")


def _has_filter(packed: PackedView) -> bool:
    if packed.filter == "NONE":
        return True
    return packed.mode == "ATTRIBUTES" and packed.stride in FILTERS.get(packed.filter, ())
