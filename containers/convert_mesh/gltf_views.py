"""The buffers of a glTF and the views into them; a compressed view is unpacked.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#buffers-and-buffer-views
"""

from __future__ import annotations

from dataclasses import dataclass, field

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_mesh.files import Files
from convert_mesh.gltf_container import Json, read_address
from convert_mesh.gltf_meshopt import PackedView, packed_view, unpacked
from convert_mesh.gltf_tables import Value, index, mapping, number, table

MAXIMUM_BYTES = 2 * 1024**3
"""Of all views together that are unpacked."""

MAXIMUM_RATIO = 200
"""How much smaller they may be packed: meshes become two to thirty times smaller."""

FREE_BYTES = 64 * 1024**2
"""Below this size the ratio does not matter."""


@dataclass
class SourceViews:
    """Reads the views of a file; each buffer is read once, each compressed view unpacked once."""

    gltf: Json
    binary: bytes | None
    files: Files
    unpacked_bytes: int = 0
    _buffers: dict[int, bytes] = field(default_factory=dict)
    _unpacked: dict[int, memoryview] = field(default_factory=dict)

    def content(self, at: object) -> memoryview:
        """Return the bytes of a view.

        Raises:
            SourceDamaged: it reaches beyond its buffer, or cannot be unpacked.
            SourceTooComplex: all views together are too large when they are unpacked.
            SourceExternalReference: its buffer is another file.
        """
        views = table(self.gltf, "bufferViews")
        which = index(at, len(views), "bufferViews")
        packed = packed_view(views[which])
        if packed is None:
            return self._part(views[which])
        if which not in self._unpacked:
            self._unpacked[which] = self._unpack(views[which], packed)
        return self._unpacked[which]

    def _part(self, view: Value) -> memoryview:
        content = self._buffer(view.get("buffer"))
        return _slice(content, number(view, "byteOffset"), number(view, "byteLength"))

    def _unpack(self, view: Value, packed: PackedView) -> memoryview:
        buffers = table(self.gltf, "buffers")
        # Nobody may have the view as it was, but there must be a place for it.
        place = buffers[index(view.get("buffer"), len(buffers), "bufferViews")]
        if number(view, "byteOffset") + packed.unpacked_bytes > number(place, "byteLength"):
            raise SourceDamaged("a view reaches beyond its buffer", where="bufferViews")
        holder = buffers[index(packed.buffer, len(buffers), "bufferViews")]
        if mapping(mapping(holder, "extensions"), packed.extension).get("fallback"):
            raise SourceDamaged("a compressed view is in a buffer of plain ones", where="buffers")
        stream = _slice(self._buffer(packed.buffer), packed.start, packed.length)
        self._take(packed.unpacked_bytes)
        return unpacked(packed, stream)

    def _take(self, length: int) -> None:
        """Count what is unpacked, before it takes memory."""
        self.unpacked_bytes += length
        packed_bytes = sum(map(len, self._buffers.values()))
        most = min(max(FREE_BYTES, MAXIMUM_RATIO * packed_bytes), MAXIMUM_BYTES)
        if self.unpacked_bytes > most:
            raise SourceTooComplex(
                "the compressed views become too large when they are unpacked",
                found=f"{self.unpacked_bytes} bytes of {packed_bytes}",
                expected=f"at most {most} bytes",
                where="bufferViews",
            )

    def _buffer(self, at: object) -> bytes:
        buffers = table(self.gltf, "buffers")
        which = index(at, len(buffers), "buffers")
        if which not in self._buffers:
            self._buffers[which] = self._whole(which, buffers[which])
        return self._buffers[which]

    def _whole(self, at: int, buffer: Value) -> bytes:
        is_chunk = at == 0 and "uri" not in buffer and self.binary is not None
        content = self.binary if is_chunk else read_address(buffer, self.files)
        length = number(buffer, "byteLength")
        if content is None or len(content) < length:
            raise SourceDamaged("a buffer is shorter than it says", where="buffers")
        return content[:length]


def _slice(content: bytes, start: int, length: int) -> memoryview:
    if not 0 < length <= len(content) - start:
        raise SourceDamaged("a view reaches beyond its buffer", where="bufferViews")
    return memoryview(content)[start : start + length]
