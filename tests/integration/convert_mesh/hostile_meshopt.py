"""Hostile glTF files that are compressed by meshopt, and the plain one that they are made of."""

from __future__ import annotations

from typing import Any

from tests.integration.convert_mesh.hostile_gltf import Hostile, Json, glb, scene

EXT, KHR = "EXT_meshopt_compression", "KHR_meshopt_compression"

POINTS = bytes.fromhex(
    "a00000013c000000ffff013c0000007e7d0000010c000000ff010c0000007e"
    "000000000000000000000000000000000000000000000000000000000000000000000000"
)
"""(0, 0, 0), (1, 0, 0), (0, 1, 0) in 32-bit floats, as meshoptimizer 1.3 wrote them."""

TRIANGLE = bytes.fromhex("e1f0007687566778a9866589689801690000")
SEQUENCE = bytes.fromhex("d100040400000000")
BEYOND = bytes.fromhex("d100042000000000")
"""0, 1, 2 as a triangle and as a sequence, and 0, 1, 9."""

WITHOUT_BOUNDS = b"\xa0" + bytes(32) + bytes.fromhex("ffff7f7f" * 3)
"""Three vertices of which every number is 8388607 * 2^127 to the filter of exponents."""

ROWS_IN_A_BLOCK = 256


def zeros(blocks: int) -> bytes:
    """Return a stream of blocks of 256 rows of four bytes; each block takes one."""
    return b"\xa1" + b"\xaa" * blocks + bytes(24)


def packed(
    points: Json | None = None,
    corners: Json | None = None,
    streams: tuple[bytes, bytes] = (POINTS, TRIANGLE),
    extension: str = EXT,
    **changed: Any,  # noqa: ANN401 - any JSON
) -> bytes:
    """Return a triangle whose two views are compressed.

    `points` and `corners` change what the extension says of each, `changed` the file itself.
    """
    first, second = map(len, streams)
    vertices = {"byteLength": first, "byteStride": 12, **(points or {})}
    indices = {"byteOffset": first, "byteLength": second, "byteStride": 2, "mode": "TRIANGLES"}
    views = [
        view(36, vertices, extension),
        view(6, indices | (corners or {}), extension, byteOffset=36),
    ]
    fallback = {"byteLength": 44, "extensions": {extension: {"fallback": True}}}
    plain = {
        "bufferViews": views,
        "buffers": [{"byteLength": first + second}, fallback],
        "extensionsRequired": [extension],
        "extensionsUsed": [extension],
    }
    return glb(scene(**{**plain, **changed}), b"".join(streams))


def view(length: int, said: Json, extension: str = EXT, **more: Any) -> Json:  # noqa: ANN401
    """Return a view of three rows that is compressed."""
    plain = {"buffer": 0, "count": 3, "mode": "ATTRIBUTES"}
    return {"buffer": 1, "byteLength": length, "extensions": {extension: {**plain, **said}}, **more}


def with_points(**changed: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return the triangle whose view of vertices is another."""
    return packed(bufferViews=[{**PLAIN_POINTS, **changed}, PLAIN_CORNERS])


def with_corners(length: int, **said: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return the triangle whose view of corners has another length, and is said to be other."""
    corners = PLAIN_CORNERS["extensions"][EXT] | said
    return packed(bufferViews=[PLAIN_POINTS, view(length, corners, byteOffset=36)])


PLAIN_POINTS = view(36, {"byteLength": len(POINTS), "byteStride": 12})
PLAIN_CORNERS = view(
    6,
    {
        "byteOffset": len(POINTS),
        "byteLength": len(TRIANGLE),
        "byteStride": 2,
        "mode": "TRIANGLES",
    },
    byteOffset=36,
)


def large(blocks: int, views: int, stream: bytes) -> bytes:
    """Return vertices in several views over one stream of that many blocks of zeros."""
    count = blocks * ROWS_IN_A_BLOCK
    said = {"byteLength": len(stream), "byteStride": 4, "count": count}
    accessor = {"componentType": 5121, "normalized": True, "count": count, "type": "VEC3"}
    attributes = {"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2}
    names = list(attributes)[:views]
    gltf = scene(
        bufferViews=[view(4 * count, said, KHR, byteStride=4) for _ in names],
        accessors=[{"bufferView": at, **accessor} for at, _ in enumerate(names)],
        meshes=[{"primitives": [{"attributes": {name: attributes[name] for name in names}}]}],
        buffers=[{"byteLength": len(stream)}, {"byteLength": 4 * count}],
        extensionsRequired=[KHR],
    )
    return glb(gltf, stream)


DAMAGED = "SOURCE_DAMAGED"
TWICE = {EXT: PLAIN_POINTS["extensions"][EXT], KHR: PLAIN_POINTS["extensions"][EXT]}

STREAMS: Hostile = {
    "stream that is cut": (packed({"byteLength": 50}), DAMAGED),
    "stream that is too long": (packed({"byteLength": len(POINTS) + 5}), DAMAGED),
    "stream of nothing": (packed({"byteLength": 0}), DAMAGED),
    "stream of zeros": (packed(streams=(bytes(80), TRIANGLE)), DAMAGED),
    "triangles as attributes": (packed({"byteOffset": len(POINTS), "byteLength": 18}), DAMAGED),
    "sequence as triangles": (packed(streams=(POINTS, SEQUENCE)), DAMAGED),
    "corner that is no vertex": (
        packed(corners={"mode": "INDICES"}, streams=(POINTS, BEYOND)),
        DAMAGED,
    ),
    "vertices without bounds": (
        packed({"filter": "EXPONENTIAL"}, streams=(WITHOUT_BOUNDS, TRIANGLE)),
        "SOURCE_BOUNDS_INVALID",
    ),
    "80 MB of 80 kB": (large(80_000, 1, zeros(80_000)), "SOURCE_TOO_COMPLEX"),
    "three times 30 MB of 30 kB": (large(30_000, 3, zeros(30_000)), "SOURCE_TOO_COMPLEX"),
    "promise of 2 GB": (large(2_000_000, 1, zeros(1)), "SOURCE_TOO_COMPLEX"),
    "promise of 50 MB": (large(50_000, 1, zeros(1)), DAMAGED),
}

LAYOUTS: Hostile = {
    "mode that is none": (packed({"mode": "POINTS"}), DAMAGED),
    "mode that is a number": (packed({"mode": 0}), DAMAGED),
    "filter that is none": (packed({"filter": "ZSTD"}), DAMAGED),
    "filter that is a list": (packed({"filter": ["NONE"]}), DAMAGED),
    "filter of triangles": (packed(corners={"filter": "EXPONENTIAL"}), DAMAGED),
    "octahedron of 12 bytes": (packed({"filter": "OCTAHEDRAL"}), DAMAGED),
    "quaternion of 12 bytes": (packed({"filter": "QUATERNION"}), DAMAGED),
    "rows beyond the view": (packed({"count": 4}), DAMAGED),
    "rows below zero": (packed({"count": -3}), DAMAGED),
    "rows without a count": (packed({"count": None}), DAMAGED),
    "stride of six": (packed({"byteStride": 6, "count": 6}), DAMAGED),
    "stride of nothing": (packed({"byteStride": 0}), DAMAGED),
    "stride of one for corners": (packed(corners={"byteStride": 1, "count": 6}), DAMAGED),
    "two strides": (with_points(byteStride=16), DAMAGED),
    "triangles of four corners": (with_corners(8, count=4), DAMAGED),
}

PLACES: Hostile = {
    "stream beyond the buffer": (packed({"byteOffset": 2**40}), DAMAGED),
    "stream of a buffer that is none": (packed({"buffer": 7}), DAMAGED),
    "stream without a buffer": (packed({"buffer": None}), DAMAGED),
    "stream in the buffer of plain views": (packed({"buffer": 1}), DAMAGED),
    "view beyond the buffer of plain views": (with_points(byteOffset=40), DAMAGED),
    "view in a buffer that is none": (with_points(buffer=2), DAMAGED),
    "plain view without data": (with_points(extensions={}), DAMAGED),
    "view that is compressed twice": (with_points(extensions=TWICE), DAMAGED),
    "extension that is a number": (with_points(extensions={EXT: 7}), DAMAGED),
    "stream in another file": (
        packed(buffers=[{"byteLength": 90, "uri": "../secret.bin"}, {"byteLength": 42}]),
        "SOURCE_EXTERNAL_REFERENCE",
    ),
}
