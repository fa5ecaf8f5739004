"""The header of KTX 2.0, and whether the file is one flat texture of Basis Universal.

It is checked before anything is decoded: what the file says costs no memory until then.
https://registry.khronos.org/KTX/specs/2.0/ktxspec.v2.html
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from conversion_runtime.errors import SourceDamaged, SourceTooComplex, SourceUnsupported
from glb_runtime.images import MAXIMUM_PIXELS

KTX = b"\xabKTX "
"""How textures for graphics cards begin; the version is behind it."""

KTX2 = b"\xabKTX 20\xbb\r\n\x1a\n"
FIELDS = struct.Struct("<12s9I4I2Q")
"""Format, size of its parts, width, height, depth, layers, faces, levels, supercompression; then
where the data format, the texts and the global data are."""

INSTEAD = "flat textures of Basis Universal (ETC1S or UASTC), or PNG, JPEG, WebP"


@dataclass(frozen=True)
class Part:
    """A stretch of the file."""

    start: int
    length: int

    def of(self, content: bytes) -> bytes:
        """Return the bytes of it; empty where it has none.

        Raises:
            SourceDamaged: it reaches beyond the file.
        """
        if self.start + self.length > len(content):
            raise damaged("a part of it reaches beyond its end")
        return content[self.start : self.start + self.length]


@dataclass(frozen=True)
class Ktx2Header:
    """What a file says of itself; `levels` as it says, of which none means one."""

    width: int
    height: int
    levels: int
    supercompression: int
    data_format: Part
    texts: Part
    global_data: Part


def read_header(content: bytes) -> Ktx2Header:
    """Return the header of a texture that is flat, not too large, and not of one card's format.

    Raises:
        SourceUnsupported: it is KTX 1, or no texture of Basis Universal, or not flat.
        SourceDamaged: it is cut, or its numbers do not fit to one another.
        SourceTooComplex: it has too many pixels.
    """
    if not content.startswith(KTX2):
        raise unsupported("KTX of another version than 2.0")
    if len(content) < FIELDS.size:
        raise damaged("it is cut")
    fields = FIELDS.unpack_from(content)
    _, of_card, _, width, height, depth, layers, faces, levels, supercompression = fields[:10]
    if of_card:
        raise unsupported(f"KTX2 of Vulkan's format {of_card}")
    _check_flat(height, depth, layers, faces)
    _check_size(width, height, levels)
    parts = (Part(*fields[at : at + 2]) for at in (10, 12, 14))
    return Ktx2Header(width, height, levels, supercompression, *parts)


def damaged(why: str) -> SourceDamaged:
    """Return the error of a file that cannot be."""
    return SourceDamaged("a KTX2 texture is damaged", found=why, where="images")


def unsupported(found: str) -> SourceUnsupported:
    """Return the error of a file that another program may read."""
    return SourceUnsupported(
        "a texture is of a kind that is not read", found=found, expected=INSTEAD, where="images"
    )


def _check_flat(height: int, depth: int, layers: int, faces: int) -> None:
    if faces not in (1, 6):
        raise damaged("it has neither one face nor six")
    kinds = {
        "KTX2 with one dimension": height == 0,
        "KTX2 with three dimensions": depth > 0,
        "a KTX2 cube map": faces == 6,
        "a KTX2 array": layers > 1,
    }
    for kind, is_one in kinds.items():
        if is_one:
            raise unsupported(kind)


def _check_size(width: int, height: int, levels: int) -> None:
    if width == 0:
        raise damaged("it has no width")
    if width * height > MAXIMUM_PIXELS:
        raise SourceTooComplex(
            "an image has too many pixels",
            found=f"{width} by {height} pixels",
            expected=f"at most {MAXIMUM_PIXELS} pixels",
        )
    if levels > max(width, height).bit_length():
        raise damaged("it has more levels than its size allows")
