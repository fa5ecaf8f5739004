"""Files that call themselves photos, and the code with which each is refused."""

from __future__ import annotations

import struct
import zlib

UNREADABLE, DAMAGED = "SOURCE_UNREADABLE", "SOURCE_DAMAGED"
COMPLEX, UNSUPPORTED = "SOURCE_TOO_COMPLEX", "SOURCE_UNSUPPORTED"


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG file with its checksum."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(width: int = 8, height: int = 8, *more: bytes, pixels: bytes | None = None) -> bytes:
    """Return a grey PNG."""
    rows = bytes(height * (width + 1)) if pixels is None else pixels
    header = chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + body + chunk(b"IEND", b"")


def tiff(*tags: tuple[int, int, int, int], data: bytes = bytes(64)) -> bytes:
    """Return a TIFF of tags (number, type, count, value) with data behind them."""
    directory = struct.pack("<H", len(tags))
    directory += b"".join(struct.pack("<2H2I", *tag) for tag in sorted(tags)) + bytes(4)
    return b"II*\0" + struct.pack("<I", 8) + directory + data


def tiff_of(width: int, height: int, bits: int, kind: int, at: int = 134) -> bytes:
    """Return a TIFF of one channel; `kind` 1 is whole numbers, 2 signed, 3 floating point."""
    size = min(width * height * bits // 8, 2**32 - 1)
    tags = ((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, bits), (259, 3, 1, 1))
    more = ((262, 3, 1, 1), (273, 4, 1, at), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, size))
    return tiff(*tags, *more, (339, 3, 1, kind), data=bytes(64 * 64))


def jpeg(width: int, height: int) -> bytes:
    """Return the beginning of a JPEG of a size, without pictures in it."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", 2 + len(frame)) + frame + b"\xff\xd9"


def gif(width: int, height: int) -> bytes:
    """Return the beginning of a GIF of a size, the pixels of which end at once."""
    size = struct.pack("<2H", width, height)
    return b"GIF89a" + size + b"\0\0\0,\0\0\0\0" + size + b"\0\2\2D\1\0;"


def webp(width: int, height: int) -> bytes:
    """Return the beginning of a lossless WebP of a size."""
    size = struct.pack("<I", (width - 1) | (height - 1) << 14)
    body = b"WEBPVP8L" + struct.pack("<I", 32) + b"/" + size + bytes(27)
    return b"RIFF" + struct.pack("<I", len(body)) + body


BOMB = zlib.compress(bytes(128 * 1024**2))
TEXT_BOMB = chunk(b"zTXt", b"Comment\0\0" + BOMB)
PROFILE_BOMB = chunk(b"iCCP", b"profile\0\0" + BOMB)

HOSTILE_PHOTOS: dict[str, tuple[bytes, str]] = {
    # no photo
    "text": (b"Dear all, the secret is 42", UNREADABLE),
    "page": (b"<html><img src=file:///etc/passwd></html>", UNREADABLE),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNREADABLE),
    "program": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n", UNREADABLE),
    "gif_alone": (b"GIF89a", UNREADABLE),
    "gif_without_images": (b"GIF89a\1\0\1\0\0\0\0;", UNREADABLE),
    "bitmap": (b"BM" + bytes(60), UNREADABLE),
    "signature_alone": (b"\x89PNG\r\n\x1a\n", UNREADABLE),
    "jpeg_mark_alone": (b"\xff\xd8\xff\xd9", UNREADABLE),
    "webp_alone": (b"RIFF\4\0\0\0WEBP", UNREADABLE),
    "heic_alone": (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", UNREADABLE),
    "avif_alone": (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1", UNREADABLE),
    # more pixels than there is memory for
    "png_60000": (png(60_000, 60_000, pixels=b""), COMPLEX),
    "png_of_2_31": (png(2**31 - 1, 2**31 - 1, pixels=b""), COMPLEX),
    "png_line": (png(70_000, 1), COMPLEX),
    "png_that_unpacks": (png(60_000, 60_000, pixels=bytes(64 * 1024**2)), COMPLEX),
    "jpeg_65500": (jpeg(65_500, 65_500), COMPLEX),
    "tiff_60000": (tiff_of(60_000, 60_000, 8, 1), COMPLEX),
    "webp_16383": (webp(16_383, 16_383), COMPLEX),
    "gif_65535": (gif(65_535, 65_535), COMPLEX),
    # damaged
    "gif_cut": (gif(64, 64), DAMAGED),
    "png_cut": (png(64, 64)[:-30], DAMAGED),
    "png_too_short": (png(64, 64, pixels=bytes(100)), DAMAGED),
    "png_unknown_chunk": (png().replace(b"IDAT", b"IDAU", 1), UNREADABLE),
    "png_without_size": (png(0, 0), UNREADABLE),
    "jpeg_without_pixels": (jpeg(64, 64), DAMAGED),
    "webp_without_pixels": (webp(64, 64), DAMAGED),
    "tiff_cut": (tiff_of(640, 640, 8, 1), DAMAGED),
    "tiff_pixels_elsewhere": (tiff_of(8, 8, 8, 1, at=2**31), DAMAGED),
    "tiff_without_tags": (tiff(), UNREADABLE),
    "tiff_endless_tag": (tiff((256, 4, 2**32 - 1, 8), (257, 4, 1, 8)), UNREADABLE),
    "tiff_directory_elsewhere": (b"II*\0\xff\xff\xff\x7f", UNREADABLE),
    # bombs beside the pixels
    "text_bomb": (png(8, 8, TEXT_BOMB), UNREADABLE),
    "profile_bomb": (png(8, 8, PROFILE_BOMB), UNREADABLE),
    # no colours
    "heights": (tiff_of(8, 8, 32, 3), UNSUPPORTED),
    "counts": (tiff_of(8, 8, 32, 2), UNSUPPORTED),
}
