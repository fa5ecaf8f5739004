"""A scene with textures that are hard to compress, made here: the same bytes every time."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from glb_runtime.model import Array
from tests.integration.convert_mesh.hostile_gltf import Json, glb

CORNERS = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32)
INDICES = np.array([0, 1, 2, 0, 2, 3], np.uint16)


@cache
def textured() -> bytes:
    """Return two squares: a wall with a photograph and directions, and a leaf with opacity."""
    images = [_png(_picture(510, 302, 1)), _png(_directions(256)), _png(_leaf(256, 128))]
    arrays = [CORNERS.tobytes(), np.ascontiguousarray(CORNERS[:, :2]).tobytes(), INDICES.tobytes()]
    views, binary = [], b""
    for content in (*arrays, *images):
        views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(content)})
        binary += content + b"\0" * (-len(content) % 4)
    wall = {"pbrMetallicRoughness": _colour(0), "normalTexture": {"index": 1}, "name": "wall"}
    leaf = {"pbrMetallicRoughness": _colour(2), "alphaMode": "MASK", "name": "leaf"}
    attributes = {"POSITION": 0, "TEXCOORD_0": 1}
    surfaces = [{"attributes": attributes, "indices": 2, "material": at} for at in range(2)]
    bounds = {"min": [0, 0, 0], "max": [1, 1, 0]}
    gltf: Json = {
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0, 1]}],
        "nodes": [
            {"name": "wall", "mesh": 0},
            {"name": "leaf", "mesh": 1, "translation": [2, 0, 0]},
        ],
        "meshes": [{"primitives": [one]} for one in surfaces],
        "materials": [wall, leaf],
        "textures": [{"source": at} for at in range(3)],
        "images": [{"bufferView": 3 + at, "mimeType": "image/png"} for at in range(3)],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3", **bounds},
            {"bufferView": 1, "componentType": 5126, "count": 4, "type": "VEC2"},
            {"bufferView": 2, "componentType": 5123, "count": 6, "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": len(binary)}],
    }
    return glb(gltf, binary)


def _colour(index: int) -> Json:
    return {"baseColorTexture": {"index": index}}


def _noise(width: int, height: int, seed: int) -> Array:
    """Return a channel of smooth and of fine structures, as photographs have them."""
    random, found = np.random.default_rng(seed), np.zeros((height, width))
    for cells in (4, 16, 64):
        levels = random.random((cells, cells)).astype(np.float32)
        smooth = Image.fromarray(levels).resize((width, height), Image.Resampling.BICUBIC)
        found += np.asarray(smooth) * 4 / cells
    scaled: Array = (found - found.min()) / np.ptp(found)
    return scaled


def _picture(width: int, height: int, seed: int) -> Array:
    shape, tint = _noise(width, height, seed), _noise(width, height, seed + 1)
    channels = (shape, 0.7 * shape + 0.2 * tint, 0.5 * shape + 0.1)
    return np.stack(channels, axis=-1)


def _directions(side: int) -> Array:
    down, right = np.gradient(20 * _noise(side, side, 5))
    normals = np.stack((-right, -down, np.ones_like(right)), axis=-1)
    unit: Array = normals / np.linalg.norm(normals, axis=-1, keepdims=True)
    return unit / 2 + 0.5


def _leaf(width: int, height: int) -> Array:
    opacity = np.clip(3 * _noise(width, height, 9) - 1, 0, 1)
    return np.concatenate((_picture(width, height, 7), opacity[..., None]), axis=-1)


def _png(levels: Any) -> bytes:  # noqa: ANN401 - an array of three or four channels
    written = io.BytesIO()
    Image.fromarray(np.round(255 * levels).astype(np.uint8)).save(written, "PNG")
    return written.getvalue()
