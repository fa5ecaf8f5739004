"""Write a GLB with the streams that gltfpack writes seldom; run by the image's own interpreter.

`pack_views.py FILE`: a strip of 33 by 3 vertices by 32-bit indices in a sequence, directions and
colours of eight bytes by their filters, and places whose numbers are rows of their own.
"""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path
from typing import Any

import meshopt
import numpy as np

KHR = "KHR_meshopt_compression"
COLUMNS, ROWS = 33, 3
Rows = np.ndarray[Any, np.dtype[Any]]


def main(path: str) -> int:
    streams: list[bytes] = []
    views: list[dict[str, Any]] = []
    places = 0
    for rows, mode, chosen, version, stride in packed_views():
        stream = meshopt.encode_gltf_buffer(rows, mode, version)
        said = {
            "buffer": 0,
            "byteOffset": sum(map(len, streams)),
            "byteLength": len(stream),
            "count": len(rows),
            "byteStride": rows.nbytes // len(rows),
            "mode": mode,
            "filter": chosen,
        }
        view = {"buffer": 1, "byteOffset": places, "byteLength": rows.nbytes}
        views.append({**view, **stride, "extensions": {KHR: said}})
        streams.append(stream)
        places += rows.nbytes
    Path(path).write_bytes(glb(views, b"".join(streams), places))
    return 0


def packed_views() -> list[tuple[Rows, str, str, int, dict[str, int]]]:
    """Return rows, mode, filter, version of the stream, and the stride of the view."""
    x, y = np.meshgrid(np.linspace(0, 2, COLUMNS), np.linspace(-1, 1, ROWS))
    points = np.stack((x, y, np.sin(3 * x) * y), axis=-1).reshape(-1, 3).astype(np.float32)
    count = len(points)
    numbers = meshopt.encode_filter_exp(points.reshape(-1, 1), 20, "Separate")
    ways = np.stack((x, y, x - y, x + y), axis=-1).reshape(-1, 4) + 0.1
    ways[:, :3] /= np.linalg.norm(ways[:, :3], axis=1, keepdims=True)
    ways[:, 3] = 1
    directions = meshopt.encode_filter_oct(ways, 8, 12)
    colours = np.stack((x / 2, (y + 1) / 2, 1 - x / 2, 0 * x + 0.5), axis=-1).reshape(-1, 4)
    at = np.arange(count, dtype=np.uint32).reshape(ROWS, COLUMNS)
    strip = np.stack((at[0], at[1]), axis=-1).ravel()
    return [
        (numbers, "ATTRIBUTES", "EXPONENTIAL", 1, {"byteStride": 12}),
        (directions, "ATTRIBUTES", "OCTAHEDRAL", 0, {"byteStride": 8}),
        (meshopt.encode_filter_color(colours, 8, 12), "ATTRIBUTES", "COLOR", 1, {"byteStride": 8}),
        (meshopt.encode_filter_color(colours, 4, 8), "ATTRIBUTES", "COLOR", 1, {"byteStride": 4}),
        (strip, "INDICES", "NONE", 0, {}),
    ]


def glb(views: list[dict[str, Any]], binary: bytes, places: int) -> bytes:
    """Return the file; its two meshes differ in their colours."""
    count = COLUMNS * ROWS
    numbers = {"componentType": 5122, "normalized": True, "count": count, "type": "VEC3"}
    accessors = [
        {"bufferView": 0, "componentType": 5126, "count": count, "type": "VEC3"},
        {"bufferView": 1, **numbers},
        {"bufferView": 2, **numbers, "componentType": 5123, "type": "VEC4"},
        {"bufferView": 3, **numbers, "componentType": 5121, "type": "VEC4"},
        {"bufferView": 4, "componentType": 5125, "count": 2 * COLUMNS, "type": "SCALAR"},
    ]
    shared = {"POSITION": 0, "NORMAL": 1}
    strips = [{"attributes": {**shared, "COLOR_0": at}, "indices": 4, "mode": 5} for at in (2, 3)]
    gltf = {
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0, 1]}],
        "nodes": [{"name": "fine", "mesh": 0}, {"name": "coarse", "mesh": 1}],
        "meshes": [{"primitives": [one]} for one in strips],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(binary)}, {"byteLength": places}],
        "extensionsUsed": [KHR],
        "extensionsRequired": [KHR],
    }
    text = json.dumps(gltf).encode()
    text += b" " * (-len(text) % 4)
    binary += bytes(-len(binary) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    chunks += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
