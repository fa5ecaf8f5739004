"""The binary chunk of a GLB while it is put together: arrays that are waiting to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np

from glb_runtime.model import Array

VERTICES = 34962
INDICES = 34963
"""What a view is bound to: https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#buffer-views"""

ALIGNMENT = 4


@dataclass
class Buffer:
    """Each array gets a view of its own, at a multiple of four bytes."""

    views: list[dict[str, Any]] = field(default_factory=list)
    size_bytes: int = 0
    _waiting: list[Array] = field(default_factory=list)

    def add(
        self, content: Array | bytes, target: int | None = None, stride: int | None = None
    ) -> int:
        """Add rows of vertices, indices or an image, and return the index of the view."""
        rows = np.frombuffer(content, np.uint8) if isinstance(content, bytes) else content
        plain = np.ascontiguousarray(rows)
        length = plain.nbytes
        view = {"buffer": 0, "byteOffset": self.size_bytes, "byteLength": length}
        named = {"target": target, "byteStride": stride}
        self.views.append({**view, **{name: value for name, value in named.items() if value}})
        self._waiting.append(plain)
        self.size_bytes += length + -length % ALIGNMENT
        return len(self.views) - 1

    def write(self, file: BinaryIO) -> None:
        """Write everything that was added, little-endian."""
        for content in self._waiting:
            content.tofile(file)
            file.write(b"\0" * (-content.nbytes % ALIGNMENT))
