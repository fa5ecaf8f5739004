"""The accessors of a glTF as plain arrays: sparse and missing values are filled in.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#accessors
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_mesh.gltf_container import Json
from convert_mesh.gltf_tables import Value, index, mapping, number, table
from convert_mesh.gltf_views import SourceViews
from glb_runtime.accessors import COMPONENTS, WIDTHS
from glb_runtime.model import Array

MAXIMUM_BYTES = 2 * 1024**3
"""Of all accessors together: several may be over the same bytes, or over none."""

LONGEST_STRIDE = 252


@dataclass
class SourceAccessors:
    """Reads the accessors of a file; each is read once."""

    gltf: Json
    views: SourceViews
    read_bytes: int = 0
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
            found = _strided(
                self.views.content(accessor["bufferView"]), start, count, kind, width, stride
            )
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
            self.views.content(places.get("bufferView")),
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
            self.views.content(values.get("bufferView")),
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


def _type(accessor: Value) -> tuple[np.dtype[np.generic], int]:
    kind, name = accessor.get("componentType"), accessor.get("type")
    known = isinstance(kind, int) and kind in COMPONENTS and name in WIDTHS
    if not (known and isinstance(kind, int)):
        raise SourceDamaged("an accessor has no type", where="accessors")
    return np.dtype(COMPONENTS[kind]), WIDTHS[str(name)]


def _strided(
    view: memoryview,
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
