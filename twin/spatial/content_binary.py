"""What bytes are, by the marks that formats begin with.

Sources: ISO 10303-21; LAS 1.4 R15 (https://www.asprs.org/divisions-committees/lidar-division);
COPC 1.0 (https://copc.io); ASTM E2807; glTF 2.0; ISO/IEC 14496-12; RFC 9559; RFC 9649; RFC 1952;
SPZ (https://github.com/nianticlabs/spz).
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Callable

from twin.spatial.content_kinds import ContentType
from twin.spatial.sample import Sample

STEP_BEGIN = b"ISO-10303-21;"
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_EBML, _EBML_HEAD_BYTES = b"\x1a\x45\xdf\xa3", 128
_SPZ = b"NGSP"
_SPLAT_ROW = struct.Struct("<6f4x4B")
_BREP = (
    b"DBRep_DrawableShape",
    b"CASCADE Topology V",
    b"\nCASCADE Topology V",
    b"\nOpen CASCADE Topology V",
)
_SPLAT = (b" f_dc_0\n", b" f_dc_0\r", b" rot_0\n", b" rot_0\r")


def kind_of_binary(sample: Sample) -> ContentType | None:
    """Return what the bytes are, or None where they begin with no known mark."""
    return next((kind for kind, matches in _SIGNATURES if matches(sample)), None)


def kind_of_ply(sample: Sample) -> ContentType:
    """Tell a mesh, a point cloud and a splat apart by the elements and properties of the header."""
    header, _, _ = sample.head.partition(b"end_header")
    faces = re.search(rb"element\s+(?:face|tristrips)\s+(\d+)", header)
    if any(mark in header for mark in _SPLAT):
        return "ply_splat"
    return "ply_mesh" if faces and int(faces[1]) > 0 else "ply_points"


def _kind_of_las(sample: Sample) -> ContentType:
    head = sample.head
    # The first variable length record of a COPC file stands at byte 375 and is its own.
    if head[377:381] == b"copc" and head[393:395] == b"\x01\x00":
        return "copc"
    return "laz" if head[104:105] and head[104] & 0x80 else "las"


def _begins(*marks: bytes, at: int = 0) -> Callable[[Sample], bool]:
    return lambda sample: sample.head.startswith(marks, at)


def _is_step_file(sample: Sample) -> bool:
    return sample.text_head.startswith(STEP_BEGIN)


def _is_ifc(sample: Sample) -> bool:
    _, _, schema = sample.head.partition(b"FILE_SCHEMA")
    return _is_step_file(sample) and schema.lstrip(b" (\r\n\t'").upper().startswith(b"IFC")


def _is_iges(sample: Sample) -> bool:
    # Fixed records of 80 columns: the section letter stands in column 73.
    # https://wiki.eclipse.org/IGES_file_Specification
    line = sample.head[:80]
    return len(line) == 80 and line[72:73] == b"S" and line[73:80].strip().isdigit()


def _is_stl(sample: Sample) -> bool:
    # Binary: an 80-byte header, a count and 50 bytes a triangle.
    count = int.from_bytes(sample.head[80:84], "little")
    return len(sample.head) >= 84 and sample.size_bytes == 84 + 50 * count


def _is_ply(sample: Sample) -> bool:
    return (
        re.match(rb"ply\r?\n(?:comment[^\n]*\n)*format (?:ascii|binary)", sample.head) is not None
    )


def _is_spz(sample: Sample) -> bool:
    # Version 4 begins with its mark, older ones are compressed as a whole.
    if sample.head.startswith(_SPZ):
        return True
    if not sample.head.startswith(b"\x1f\x8b\x08"):
        return False
    try:
        return zlib.decompressobj(wbits=31).decompress(sample.head, len(_SPZ)) == _SPZ
    except zlib.error:
        return False


def _is_splat(sample: Sample) -> bool:
    # No mark: 32 bytes a splat, of finite places, positive sizes and rotations of length one.
    if sample.size_bytes % _SPLAT_ROW.size or not sample.size_bytes:
        return False
    whole = len(sample.head) // _SPLAT_ROW.size * _SPLAT_ROW.size
    return all(map(_is_splat_row, _SPLAT_ROW.iter_unpack(sample.head[:whole])))


def _is_splat_row(row: tuple[float, ...]) -> bool:
    turn = sum((level - 128) ** 2 for level in row[6:])
    placed = all(math.isfinite(value) for value in row[:3])
    return placed and all(0 < value < 1e9 for value in row[3:6]) and 120 < turn**0.5 < 136


def _is_las(sample: Sample) -> bool:
    return sample.head.startswith(b"LASF") and len(sample.head) >= 227


def _is_heic(sample: Sample) -> bool:
    return sample.head[4:8] == b"ftyp" and sample.head[8:12] in _HEIC


def _is_mov(sample: Sample) -> bool:
    old = sample.head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip")
    return sample.head[4:12] == b"ftypqt  " or old


def _is_ebml(document: bytes) -> Callable[[Sample], bool]:
    # The kind of document is one of a few elements in its head (RFC 8794, 11.2.7).
    size = bytes([0x80 | len(document)])
    mark = b"\x42\x82" + size + document
    return lambda sample: sample.head.startswith(_EBML) and mark in sample.head[:_EBML_HEAD_BYTES]


def _is_glb(sample: Sample) -> bool:
    length = int.from_bytes(sample.head[8:12], "little")
    return sample.head.startswith(b"glTF") and length == sample.size_bytes


def _is_webp(sample: Sample) -> bool:
    return sample.head.startswith(b"RIFF") and sample.head[8:12] == b"WEBP"


def _is_fbx_text(sample: Sample) -> bool:
    return re.match(rb"; ?FBX \d", sample.text_head) is not None


def _as_las(kind: ContentType) -> Callable[[Sample], bool]:
    return lambda sample: _is_las(sample) and _kind_of_las(sample) == kind


def _as_ply(kind: ContentType) -> Callable[[Sample], bool]:
    return lambda sample: _is_ply(sample) and kind_of_ply(sample) == kind


_SIGNATURES: tuple[tuple[ContentType, Callable[[Sample], bool]], ...] = (
    ("ifc", _is_ifc),
    ("step", _is_step_file),
    ("brep", _begins(*_BREP)),
    ("glb", _is_glb),
    *((kind, _as_ply(kind)) for kind in ("ply_splat", "ply_mesh", "ply_points")),
    *((kind, _as_las(kind)) for kind in ("copc", "laz", "las")),
    ("e57", _begins(b"ASTM-E57")),
    ("fbx", _begins(b"Kaydara FBX Binary  \x00")),
    ("fbx", _is_fbx_text),
    ("usd", _begins(b"PXR-USDC")),
    ("png", _begins(b"\x89PNG\r\n\x1a\n")),
    ("jpeg", _begins(b"\xff\xd8\xff")),
    ("gif", _begins(b"GIF87a", b"GIF89a")),
    ("webp", _is_webp),
    ("tiff", _begins(b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")),
    ("heic", _is_heic),
    ("mov", _is_mov),
    ("mp4", _begins(b"ftyp", at=4)),
    ("mkv", _is_ebml(b"matroska")),
    ("webm", _is_ebml(b"webm")),
    ("pdf", _begins(b"%PDF-")),
    ("ole", _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("tar", _begins(b"ustar", at=257)),
    ("spz", _is_spz),
    ("gzip", _begins(b"\x1f\x8b\x08")),
    ("7z", _begins(b"7z\xbc\xaf\x27\x1c")),
    ("iges", _is_iges),
    ("stl", _is_stl),
    ("splat", _is_splat),
)
