"""Whether the parts of a KTX2 texture are what Basis Universal writes, each inside of the file.

https://registry.khronos.org/KTX/specs/2.0/ktxspec.v2.html
https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_texture_basisu
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from convert_mesh.ktx2_header import FIELDS, Ktx2Header, Part, damaged, read_header, unsupported

ETC1S, UASTC = 163, 166
"""Models of colour: https://registry.khronos.org/DataFormat/specs/1.4/dataformat.1.4.html"""

BASIS_LZ, ZSTANDARD = 1, 2
SCHEMES = {ETC1S: (BASIS_LZ,), UASTC: (0, ZSTANDARD)}
"""By which a model may be supercompressed: the decoder reads no other."""

LEVEL = struct.Struct("<3Q")
BLOCK_BYTES = 16
"""Of four by four pixels in UASTC."""

MODEL_AT, TRANSFER_AT = 12, 14
SHORTEST_FORMAT = 44
"""Bytes of a data format with one sample."""

SAMPLE_BYTES = 16
SRGB = 2
ALPHA_OF_UASTC = 3
CHANNEL_AT = 31
"""Where the first sample says what it holds."""

GLOBAL_DATA = struct.Struct("<2H4I")
IMAGE = struct.Struct("<5I")
IS_DIFFERENCE = 2
"""A flag of an image that needs the one before it."""

PLAIN_TEXTS = {b"KTXorientation": b"rd", b"KTXswizzle": b"rgba"}
"""What must be said, if anything is: right, down, and channels as they are."""


@dataclass(frozen=True)
class Ktx2Texture:
    """One flat texture of Basis Universal: its size and how it is stored."""

    width: int
    height: int
    levels: int
    model: int
    is_srgb: bool
    has_alpha: bool

    @property
    def pixels(self) -> int:
        """Return how many pixels the largest level has."""
        return self.width * self.height


def read_texture(content: bytes) -> Ktx2Texture:
    """Return what a KTX2 texture is, if a decoder may be started for it.

    Raises:
        SourceUnsupported, SourceTooComplex: as `read_header` says, and HDR, video, swizzles.
        SourceDamaged: a part is cut, lies outside, or unpacks to another size than it must.
    """
    header = read_header(content)
    texts = header.texts.of(content)
    form = header.data_format.of(content)
    if len(form) < SHORTEST_FORMAT or int.from_bytes(form[:4], "little") != len(form):
        raise damaged("its data format is cut")
    model = form[MODEL_AT]
    if header.supercompression not in SCHEMES.get(model, ()):
        raise unsupported(
            f"KTX2 of colour model {model}, supercompressed by scheme {header.supercompression}"
        )
    _check_texts(texts)
    _check_levels(content, header, model)
    if model == ETC1S:
        _check_images(header.global_data.of(content), header)
    return Ktx2Texture(
        width=header.width,
        height=header.height,
        levels=max(1, header.levels),
        model=model,
        is_srgb=form[TRANSFER_AT] == SRGB,
        has_alpha=_has_alpha(form, model),
    )


def _has_alpha(form: bytes, model: int) -> bool:
    if model == ETC1S:
        return len(form) >= SHORTEST_FORMAT + SAMPLE_BYTES
    return form[CHANNEL_AT] & 0xF == ALPHA_OF_UASTC


def _check_levels(content: bytes, header: Ktx2Header, model: int) -> None:
    for at in range(max(1, header.levels)):
        row = Part(FIELDS.size + at * LEVEL.size, LEVEL.size).of(content)
        if len(row) < LEVEL.size:
            raise damaged("its table of levels is cut")
        start, length, unpacked = LEVEL.unpack(row)
        if not length or start < FIELDS.size or not Part(start, length).of(content):
            raise damaged("a level is empty, or in the header")
        # The decoder takes as much memory as a level says, so it may say nothing else.
        if model == UASTC and unpacked != _uastc_bytes(header.width >> at, header.height >> at):
            raise damaged("a level unpacks to another size than it must")
        if model == UASTC and not header.supercompression and unpacked != length:
            raise damaged("a level is not as long as it says")


def _uastc_bytes(width: int, height: int) -> int:
    across, down = (-(-max(1, side) // 4) for side in (width, height))
    return across * down * BLOCK_BYTES


def _check_images(content: bytes, header: Ktx2Header) -> None:
    """Require one whole image for each level, none that changes another."""
    count = max(1, header.levels)
    if len(content) < GLOBAL_DATA.size + count * IMAGE.size:
        raise damaged("its global data are cut")
    for at in range(count):
        flags, *_ = IMAGE.unpack_from(content, GLOBAL_DATA.size + at * IMAGE.size)
        if flags & IS_DIFFERENCE:
            raise unsupported("a KTX2 video")


def _check_texts(content: bytes) -> None:
    """Require that nothing is said that would turn the texture or exchange its channels."""
    at = 0
    while at + 4 <= len(content):
        length = int.from_bytes(content[at : at + 4], "little")
        key, _, value = content[at + 4 : at + 4 + length].partition(b"\0")
        if key == b"KTXanimData":
            raise unsupported("a KTX2 video")
        if value.rstrip(b"\0") != PLAIN_TEXTS.get(key, value.rstrip(b"\0")):
            raise unsupported("a KTX2 texture that is turned, or whose channels are exchanged")
        at += 4 + length + -length % 4
