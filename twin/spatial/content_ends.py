"""Whether a file is there to its end, for formats that say where that is.

A file cut in half would else be refused late, by the library that reads it, or be read half.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from twin.spatial.content_kinds import ContentType
from twin.spatial.content_zip import ends_as_zip
from twin.spatial.sample import Sample


def is_cut(sample: Sample, found: ContentType) -> bool:
    """Tell whether the end of a file is missing; False where its format does not say."""
    whole = _WHOLE.get(found)
    return whole is not None and not whole(sample)


def _ends_with(mark: bytes) -> Callable[[Sample], bool]:
    return lambda sample: mark in sample.tail


def _las(sample: Sample) -> bool:
    """Compare the number of points with the size (LAS 1.4 R15, public header block)."""
    head = sample.head
    (offset,) = struct.unpack_from("<I", head, 96)
    (length,) = struct.unpack_from("<H", head, 105)
    if head[25] >= 4 and len(head) >= 255:
        (count,) = struct.unpack_from("<Q", head, 247)
    else:
        (count,) = struct.unpack_from("<I", head, 107)
    return bool(offset + count * length <= sample.size_bytes)


def _e57(sample: Sample) -> bool:
    """Compare the physical length of the header with the size (ASTM E2807)."""
    return int.from_bytes(sample.head[16:24], "little") == sample.size_bytes


_WHOLE: dict[ContentType, Callable[[Sample], bool]] = {
    "las": _las,
    "e57": _e57,
    "png": _ends_with(b"IEND\xaeB`\x82"),
    "jpeg": _ends_with(b"\xff\xd9"),
    "pdf": _ends_with(b"%%EOF"),
    **dict.fromkeys(("zip", "scenezip", "3mf", "ifczip", "usdz", "kmz"), ends_as_zip),
    **dict.fromkeys(("docx", "xlsx", "pptx"), ends_as_zip),
}
