"""Hostile textures of Basis Universal, by name: scenes that show them, and the refusals."""

from __future__ import annotations

import random
import struct

from tests.integration.convert_mesh.hostile_gltf import Hostile
from tests.integration.convert_mesh.ktx2_files import (
    ETC1S,
    HEADER_BYTES,
    UASTC_MODEL,
    patched,
    showing,
    text_entry,
    uastc,
)

DAMAGED, UNSUPPORTED, COMPLEX = "SOURCE_DAMAGED", "SOURCE_UNSUPPORTED", "SOURCE_TOO_COMPLEX"

SELECTORS, IMAGES = 300, 276
"""Where its codebooks and the descriptions of its images are."""


def etc1s(**fields: int) -> bytes:
    """Return a scene whose ETC1S texture says something else in its header."""
    return showing(patched(ETC1S, **fields))


def plain(*, model: int = UASTC_MODEL, texts: bytes = b"", **fields: int) -> bytes:
    """Return a scene whose UASTC texture says something else in its header."""
    return showing(patched(uastc(model=model, texts=texts), **fields))


def overwritten(start: int, content: bytes) -> bytes:
    """Return a scene whose ETC1S texture has other bytes in a place."""
    return showing(ETC1S[:start] + content + ETC1S[start + len(content) :])


def random_behind_header(seed: int) -> bytes:
    """Return a scene whose texture is random where its header does not reach."""
    end = HEADER_BYTES + 3 * 24
    return showing(ETC1S[:end] + random.Random(seed).randbytes(len(ETC1S) - end))


def zstandard_of_zeros(blocks: int) -> bytes:
    """Return a frame of that many blocks of 128 KiB of zeros, four bytes each."""
    # A magic number, no checksum, a window of 2 MB; each block says: repeat one byte so many times.
    repeated = (128 * 1024) << 3 | 1 << 1
    block, last = (one.to_bytes(3, "little") + b"\0" for one in (repeated, repeated | 1))
    return b"\x28\xb5\x2f\xfd\x00\x58" + block * (blocks - 1) + last


def bomb(width: int, height: int, blocks: int, **fields: int) -> bytes:
    """Return a scene whose UASTC texture is supercompressed zeros of another length."""
    frame = zstandard_of_zeros(blocks)
    whole = uastc(4, 4)[:160] + frame
    unpacked = -(-width // 4) * -(-height // 4) * 16
    said = {"level_start": 160, "level_length": len(frame), "level_unpacked": unpacked}
    size = {"width": width, "height": height, "scheme": 2}
    return showing(patched(whole, **{**size, **said, **fields}))


KINDS: Hostile = {
    "KTX of version 1": (showing(b"\xabKTX 11\xbb\r\n\x1a\n" + bytes(64)), UNSUPPORTED),
    "KTX of no version": (showing(b"\xabKTX 2"), UNSUPPORTED),
    "BC7": (plain(format=146), UNSUPPORTED),
    "RGBA8": (plain(format=43), UNSUPPORTED),
    "HDR": (plain(model=167), UNSUPPORTED),
    "model that is none": (plain(model=255), UNSUPPORTED),
    "zlib": (plain(scheme=3), UNSUPPORTED),
    "scheme that is none": (plain(scheme=2**32 - 1), UNSUPPORTED),
    "UASTC by BasisLZ": (plain(scheme=1), UNSUPPORTED),
    "ETC1S without BasisLZ": (etc1s(scheme=0), UNSUPPORTED),
    "cube": (plain(faces=6), UNSUPPORTED),
    "array": (plain(layers=7), UNSUPPORTED),
    "array without end": (plain(layers=2**32 - 1), UNSUPPORTED),
    "volume": (plain(depth=4), UNSUPPORTED),
    "line": (plain(height=0), UNSUPPORTED),
    "video by its texts": (plain(texts=text_entry(b"KTXanimData", bytes(12))), UNSUPPORTED),
    "video by its image": (overwritten(IMAGES, struct.pack("<I", 2)), UNSUPPORTED),
    "upside down": (plain(texts=text_entry(b"KTXorientation", b"ru")), UNSUPPORTED),
    "exchanged channels": (plain(texts=text_entry(b"KTXswizzle", b"bgra")), UNSUPPORTED),
}

NUMBERS: Hostile = {
    "no faces": (plain(faces=0), DAMAGED),
    "seven faces": (plain(faces=7), DAMAGED),
    "no width": (plain(width=0), DAMAGED),
    "2^32 levels": (plain(levels=2**32 - 1), DAMAGED),
    "five levels of eight pixels": (etc1s(levels=5), DAMAGED),
    "2^32 pixels wide": (plain(width=2**32 - 1, height=2**32 - 1), COMPLEX),
    "one pixel too much": (plain(width=8193, height=8192), COMPLEX),
    "64 megapixels of nothing": (plain(width=8192, height=8192), DAMAGED),
    "seventeen times 64 megapixels": (
        showing(*(patched(ETC1S, width=8192, height=8192 - at) for at in range(17))),
        COMPLEX,
    ),
    "level beyond the end": (plain(level_start=2**63), DAMAGED),
    "level of 2^64": (plain(level_length=2**64 - 1), DAMAGED),
    "level in the header": (plain(level_start=8), DAMAGED),
    "level of nothing": (plain(level_length=0), DAMAGED),
    "level that is short": (plain(level_length=16), DAMAGED),
    "level that unpacks to 2^64": (plain(level_unpacked=2**64 - 1, scheme=2), DAMAGED),
    "level that unpacks to nothing": (plain(level_unpacked=0, scheme=2), DAMAGED),
    "data format beyond the end": (plain(form_start=2**32 - 1), DAMAGED),
    "data format of 2^32": (plain(form_length=2**32 - 1), DAMAGED),
    "data format that is short": (plain(form_length=8), DAMAGED),
    "no data format": (plain(form_start=0, form_length=0), DAMAGED),
    "data format that is the header": (plain(form_start=0), DAMAGED),
    "texts beyond the end": (plain(texts_start=2**31, texts_length=64), DAMAGED),
    "global data beyond the end": (etc1s(global_start=2**64 - 1), DAMAGED),
    "global data of 2^64": (etc1s(global_length=2**64 - 1), DAMAGED),
    "no global data": (etc1s(global_start=0, global_length=0), DAMAGED),
}

CONTENTS: Hostile = {
    "nothing behind the mark": (showing(ETC1S[:12]), DAMAGED),
    "header that is cut": (showing(ETC1S[:70]), DAMAGED),
    "table of levels that is cut": (showing(ETC1S[:110]), DAMAGED),
    "last byte that is missing": (showing(ETC1S[:-8]), DAMAGED),
    "data format of zeros": (overwritten(176, bytes(44)), DAMAGED),
    "codebooks of ones": (overwritten(SELECTORS + 56, b"\xff" * 100), DAMAGED),
    "codebooks of zeros": (overwritten(SELECTORS + 56, bytes(100)), DAMAGED),
    "lengths of codebooks of 2^32": (overwritten(260, b"\xff" * 16), DAMAGED),
    "places of images of 2^32": (overwritten(IMAGES + 4, b"\xff" * 16), DAMAGED),
    "zeros instead of a frame": (plain(scheme=2), DAMAGED),
    "frame that is larger than it says": (bomb(8, 8, 4), DAMAGED),
    "frame of 8 GB": (bomb(8, 8, 64_000), DAMAGED),
    "frame that is smaller than it says": (bomb(8192, 8192, 1), DAMAGED),
}
RANDOM: Hostile = {f"random {seed}": (random_behind_header(seed), DAMAGED) for seed in range(8)}
