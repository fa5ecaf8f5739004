"""Hostile glTF and GLB files, by name: the bytes and the code that each is refused with."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

Hostile = dict[str, tuple[bytes, str]]
Json = dict[str, Any]

POSITIONS = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
INDICES = struct.pack("<3H", 0, 1, 2) + b"\0\0"
BINARY = POSITIONS + INDICES


def scene(**changed: Any) -> Json:  # noqa: ANN401 - any JSON
    """Return the JSON of one triangle with something changed; None leaves it out."""
    plain: Json = {
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": "one", "mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": 36},
            {"buffer": 0, "byteOffset": 36, "byteLength": 6},
        ],
        "buffers": [{"byteLength": len(BINARY)}],
    }
    return {name: value for name, value in {**plain, **changed}.items() if value is not None}


def glb(gltf: Json | bytes, binary: bytes = BINARY, *, length: int | None = None) -> bytes:
    """Return a GLB; `length` is a lie about its size."""
    text = gltf if isinstance(gltf, bytes) else json.dumps(gltf).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    chunks += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, length or 12 + len(chunks)) + chunks


def changed(table: str, at: int = 0, **values: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return the triangle with other values in an entry of a table."""
    plain = scene()
    entries = [dict(one) for one in plain[table]]
    entries[at] |= values
    return glb({**plain, table: entries})


def image(**values: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return the triangle with an image on it."""
    material = {"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}
    primitive = {"attributes": {"POSITION": 0}, "indices": 1, "material": 0}
    return glb(
        scene(
            meshes=[{"primitives": [primitive]}],
            materials=[material],
            textures=[{"source": 0}],
            images=[values],
        )
    )


def png(width: int, height: int) -> bytes:
    """Return the beginning of a PNG that says it is of a size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    header = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", 1000) + b"IDAT" + b"\x78\x9c"


def data(content: bytes, kind: str = "application/octet-stream") -> str:
    return f"data:{kind};base64," + base64.b64encode(content).decode()


def nodes(*children: list[int]) -> bytes:
    """Return nodes of which each has these children."""
    found: list[Json] = [{"children": one} if one else {"mesh": 0} for one in children]
    return glb(scene(nodes=found))


DRACO_TRIANGLE = bytes.fromhex(
    "445241434f020201010000000301000100000107ff011101ff0000010009030000020001010003035515ad2a03"
    "047081311000000000ff0700000000000000000000000000000000803f0b"
)
"""(0, 0, 0), (1, 0, 0), (0, 1, 0), as DracoPy 2.2.0 wrote them."""


def draco(content: bytes) -> bytes:
    """Return a glTF of one triangle that is compressed."""
    extension = {"bufferView": 0, "attributes": {"POSITION": 0}}
    primitive = {
        "attributes": {"POSITION": 0},
        "indices": 1,
        "extensions": {"KHR_draco_mesh_compression": extension},
    }
    accessors = [
        {"componentType": 5126, "count": 3, "type": "VEC3"},
        {"componentType": 5123, "count": 3, "type": "SCALAR"},
    ]
    changed = scene(
        meshes=[{"primitives": [primitive]}],
        accessors=accessors,
        bufferViews=[{"buffer": 0, "byteLength": len(content)}],
        buffers=[{"byteLength": len(content)}],
        extensionsRequired=["KHR_draco_mesh_compression"],
    )
    return glb(changed, content)


NAN_POSITIONS = struct.pack("<9f", *[float("nan")] * 9) + INDICES
CHAIN = [[index + 1] for index in range(5000)]
TEN_MILLION = 10_000_000
EMPTY_NODES = glb(
    json.dumps(scene(nodes=None)).encode()[:-1]
    + b', "nodes": [{"mesh": 0}'
    + b",{}" * (TEN_MILLION - 1)
    + b"]}"
)

CONTAINER: Hostile = {
    "cut": (glb(scene())[:-9], "SOURCE_DAMAGED"),
    "cut in the header": (glb(scene())[:14], "SOURCE_DAMAGED"),
    "length of 2^32-1": (glb(scene(), length=2**32 - 1), "SOURCE_DAMAGED"),
    "version 1": (glb(scene(asset={"version": "1.0"})), "SOURCE_UNSUPPORTED"),
    "no JSON": (glb(b"{"), "SOURCE_DAMAGED"),
    "JSON of 100,000 levels": (glb(b"[" * 100_000), "SOURCE_DAMAGED"),
    "number without end": (glb(b'{"asset":' + b"9" * 10_000 + b"}"), "SOURCE_DAMAGED"),
    "NaN in the JSON": (glb(b'{"asset":{"version":"2.0"},"scene":NaN}'), "SOURCE_DAMAGED"),
    "list instead of object": (glb(b"[]"), "SOURCE_UNREADABLE"),
    "empty scene": (glb(scene(nodes=None, meshes=None, scenes=None)), "SOURCE_EMPTY"),
    "scene that shows nothing": (glb(scene(scenes=[{"nodes": []}])), "SOURCE_EMPTY"),
    "node without a mesh": (glb(scene(nodes=[{}])), "SOURCE_EMPTY"),
    "table that is none": (glb(scene(nodes=7)), "SOURCE_DAMAGED"),
    "ten million empty nodes": (EMPTY_NODES, "SOURCE_TOO_COMPLEX"),
    "300,000 nodes": (glb(scene(nodes=[{"mesh": 0}] * 300_000)), "SOURCE_TOO_COMPLEX"),
    "instances": (glb(scene(extensionsRequired=["EXT_mesh_gpu_instancing"])), "SOURCE_UNSUPPORTED"),
    "Draco that is none": (draco(b"hello world"), "SOURCE_DAMAGED"),
    "Draco that is cut": (draco(DRACO_TRIANGLE[:40]), "SOURCE_DAMAGED"),
    "Draco of nothing": (draco(b""), "SOURCE_DAMAGED"),
    "extensions that are none": (glb(scene(extensionsRequired={"a": 1})), "SOURCE_DAMAGED"),
}

REFERENCES: Hostile = {
    "node below itself": (nodes([0]), "SOURCE_DAMAGED"),
    "cycle of three": (nodes([1], [2], [0]), "SOURCE_DAMAGED"),
    "two parents": (nodes([2], [2], []), "SOURCE_DAMAGED"),
    "doubled at every level": (nodes(*[[i + 1, i + 1] for i in range(60)], []), "SOURCE_DAMAGED"),
    "5,000 levels": (nodes(*CHAIN, []), "SOURCE_TOO_COMPLEX"),
    "child that is no node": (nodes([99]), "SOURCE_DAMAGED"),
    "child below zero": (nodes([-1]), "SOURCE_DAMAGED"),
    "child that is a text": (glb(scene(nodes=[{"children": ["0"]}])), "SOURCE_DAMAGED"),
    "mesh that is none": (changed("nodes", mesh=3), "SOURCE_DAMAGED"),
    "infinite place": (changed("nodes", translation=[1e39, 0, 0]), "SOURCE_BOUNDS_INVALID"),
    "matrix of three": (changed("nodes", matrix=[1, 0, 0]), "SOURCE_DAMAGED"),
    "material that is none": (
        changed("meshes", primitives=[{"attributes": {"POSITION": 0}, "material": 4}]),
        "SOURCE_DAMAGED",
    ),
    "accessor that is none": (
        changed("meshes", primitives=[{"attributes": {"POSITION": 40}}]),
        "SOURCE_DAMAGED",
    ),
}

NUMBERS: Hostile = {
    "count of 2^31": (changed("accessors", count=2**31), "SOURCE_TOO_COMPLEX"),
    "count beyond the view": (changed("accessors", count=4), "SOURCE_DAMAGED"),
    "count below zero": (changed("accessors", count=-1), "SOURCE_DAMAGED"),
    "count of zero": (changed("accessors", 1, count=0), "SOURCE_EMPTY"),
    "zeros without end": (
        glb(scene(accessors=[{"componentType": 5126, "count": 2**30, "type": "VEC3"}] * 2)),
        "SOURCE_TOO_COMPLEX",
    ),
    "type that is none": (changed("accessors", componentType=9), "SOURCE_DAMAGED"),
    "offset beyond the view": (changed("accessors", byteOffset=2**40), "SOURCE_DAMAGED"),
    "stride below a row": (changed("bufferViews", byteStride=4), "SOURCE_DAMAGED"),
    "view beyond the buffer": (changed("bufferViews", byteLength=2**40), "SOURCE_DAMAGED"),
    "buffer beyond the file": (changed("buffers", byteLength=10**9), "SOURCE_DAMAGED"),
    "corner that is no vertex": (
        glb(scene(), POSITIONS + struct.pack("<4H", 0, 1, 65535, 0)),
        "SOURCE_DAMAGED",
    ),
    "nan positions": (glb(scene(), NAN_POSITIONS), "SOURCE_BOUNDS_INVALID"),
    "sparse beyond the vertices": (
        changed(
            "accessors",
            sparse={
                "count": 1,
                "indices": {"bufferView": 1, "componentType": 5123, "byteOffset": 4},
                "values": {"bufferView": 0},
            },
            count=2,
        ),
        "SOURCE_DAMAGED",
    ),
}

OUTSIDE: Hostile = {
    "buffer in another file": (
        changed("buffers", uri="../secret.bin"),
        "SOURCE_EXTERNAL_REFERENCE",
    ),
    "buffer of the system": (changed("buffers", uri="/etc/passwd"), "SOURCE_EXTERNAL_REFERENCE"),
    "buffer of a server": (
        changed("buffers", uri="http://169.254.169.254/latest"),
        "SOURCE_EXTERNAL_REFERENCE",
    ),
    "buffer by file address": (
        changed("buffers", uri="file:///etc/passwd"),
        "SOURCE_EXTERNAL_REFERENCE",
    ),
    "image in another file": (image(uri="texture.png"), "SOURCE_EXTERNAL_REFERENCE"),
    "data without base 64": (changed("buffers", uri="data:,%00%00"), "SOURCE_DAMAGED"),
    "data that are none": (changed("buffers", uri="data:;base64,%%%%"), "SOURCE_DAMAGED"),
    "data too short": (changed("buffers", uri=data(b"abc")), "SOURCE_DAMAGED"),
    "image of a text": (image(uri=data(b"hello", "image/png")), "SOURCE_DAMAGED"),
    "image of 60,000 square": (image(uri=data(png(60_000, 60_000))), "SOURCE_TOO_COMPLEX"),
    "image that is cut": (image(uri=data(png(64, 64))), "SOURCE_DAMAGED"),
    "image of nothing": (image(bufferView=77), "SOURCE_DAMAGED"),
}
