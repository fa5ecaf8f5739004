"""The accessors of a glTF as plain arrays: sparse and missing values are filled in.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#accessors
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_mesh.files import Files
from convert_mesh.gltf_container import Json, read_address
from convert_mesh.gltf_tables import Value, index, mapping, number, table
from glb_runtime.accessors import COMPONENTS, WIDTHS
from glb_runtime.model import Array

MAXIMUM_BYTES = 2 * 1024**3
"""Of all accessors together: several may be over the same bytes, or over none."""

LONGEST_STRIDE = 252


@dataclass
class SourceAccessors:
    """Reads the accessors of a file; each is read once."""

    gltf: Json
    binary: bytes | None
    files: Files
    read_bytes: int = 0
    _buffers: dict[int, bytes] = field(default_factory=dict)
    _known: dict[int, Array] = field(default_factory=dict)

    def values(self, at: int) -> Array:
        """Return an accessor; shape (count, width).

        Raises:
            SourceDamaged: it reaches beyond its view, or its type is none.
            SourceTooComplex: all together are too large.
            SourceExternalReference: its buffer is another file.
        """
        if at not in self._known:
            self._known[at] = self._values(table(self.gltf, "accessors")[at])
        return self._known[at]

    def give(self, at: int, values: Array) -> None:
        """Say what the values of an accessor are that has none of its own."""
        self._take(values.nbytes)
        self._known[at] = values

    def view(self, at: object) -> bytes | memoryview:
        """Return the bytes of a view."""
        views = table(self.gltf, "bufferViews")
        view = views[index(at, len(views), "bufferViews")]
        content = self._buffer(view.get("buffer"))
        start, length = number(view, "byteOffset"), number(view, "byteLength")
        if not 0 < length <= len(content) - start:
            raise SourceDamaged("a view reaches beyond its buffer", where="bufferViews")
        return memoryview(content)[start : start + length]

    def _values(self, accessor: Value) -> Array:
        kind, width = _type(accessor)
        count = number(accessor, "count")
        self._take(count * width * kind.itemsize)
        if "bufferView" in accessor:
            stride = number(
                table(self.gltf, "bufferViews")[
                    index(accessor["bufferView"], len(table(self.gltf, "bufferViews")), "accessors")
                ],
                "byteStride",
                most=LONGEST_STRIDE,
            )
            start = number(accessor, "byteOffset")
            found = _strided(self.view(accessor["bufferView"]), start, count, kind, width, stride)
        else:
            found = np.zeros((count, width), kind)
        return self._sparse(accessor, found) if "sparse" in accessor else found

    def _sparse(self, accessor: Value, found: Array) -> Array:
        sparse = mapping(accessor, "sparse")
        count = number(sparse, "count", most=len(found))
        places, values = mapping(sparse, "indices"), mapping(sparse, "values")
        kind = COMPONENTS.get(places.get("componentType", 0))
        if kind not in (np.uint8, np.uint16, np.uint32):
            raise SourceDamaged("the indices of a sparse accessor have no type", where="accessors")
        chosen = _strided(
            self.view(places.get("bufferView")),
            number(places, "byteOffset"),
            count,
            np.dtype(kind),
            1,
            0,
        ).ravel()
        if len(chosen) and chosen.max() >= len(found):
            raise SourceDamaged("a sparse accessor changes what is not there", where="accessors")
        changed = found.copy()
        changed[chosen] = _strided(
            self.view(values.get("bufferView")),
            number(values, "byteOffset"),
            count,
            found.dtype,
            found.shape[1],
            0,
        )
        return changed

    def _take(self, length: int) -> None:
        self.read_bytes += length
        if self.read_bytes > MAXIMUM_BYTES:
            raise SourceTooComplex(
                "the accessors are too large together", expected=f"at most {MAXIMUM_BYTES} bytes"
            )

    def _buffer(self, at: object) -> bytes:
        buffers = table(self.gltf, "buffers")
        number_of = index(at, len(buffers), "buffers")
        if number_of not in self._buffers:
            self._buffers[number_of] = self._content(number_of, buffers[number_of])
        return self._buffers[number_of]

    def _content(self, at: int, buffer: Value) -> bytes:
        is_chunk = at == 0 and "uri" not in buffer and self.binary is not None
        content = self.binary if is_chunk else read_address(buffer, self.files)
        length = number(buffer, "byteLength")
        if content is None or len(content) < length:
            raise SourceDamaged("a buffer is shorter than it says", where="buffers")
        return content[:length]


def _type(accessor: Value) -> tuple[np.dtype[np.generic], int]:
    kind, name = accessor.get("componentType"), accessor.get("type")
    known = isinstance(kind, int) and kind in COMPONENTS and name in WIDTHS
    if not (known and isinstance(kind, int)):
        raise SourceDamaged("an accessor has no type", where="accessors")
    return np.dtype(COMPONENTS[kind]), WIDTHS[str(name)]


def _strided(
    view: bytes | memoryview,
    start: int,
    count: int,
    kind: np.dtype[np.generic],
    width: int,
    stride: int,
) -> Array:
    row = kind.itemsize * width
    step = stride or row
    if step < row or (count and start + step * (count - 1) + row > len(view)):
        raise SourceDamaged("an accessor reaches beyond its view", where="accessors")
    plain = np.frombuffer(view, np.uint8)
    rows = np.lib.stride_tricks.as_strided(
        plain[start:], shape=(count, row), strides=(step, 1), writeable=False
    )
    return np.ascontiguousarray(rows).view(kind).reshape(count, width)
