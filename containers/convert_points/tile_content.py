"""One tile of a tileset: a GLB with points.

Positions are 16-bit where that moves no point by more than one of the file's own steps
(KHR_mesh_quantization), floats else. glTF is Y up; a viewer of 3D Tiles turns it
back to Z up. Colours are linear in glTF.
https://docs.ogc.org/cs/22-025r4/22-025r4.html
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from convert_points.cloud import Array, extent_of

QUANTIZATION = "KHR_mesh_quantization"
STEPS = 65535
POINTS_MODE = 0
BYTE, SHORT, FLOAT = 5121, 5123, 5126
ARRAY_BUFFER = 34962
GOLDEN_RATIO = 0.6180339887498949
_SRGB = np.arange(256) / 255
_LINEAR = 255 * np.where(_SRGB <= 0.04045, _SRGB / 12.92, ((_SRGB + 0.055) / 1.055) ** 2.4)


@dataclass(frozen=True)
class _Positions:
    """Positions as they are stored: `stored * step + origin` in metres, Y up."""

    stored: Array
    stride: int
    component: int
    origin: Array
    step: float


def tile_content(local: Array, colours: Array, *, resolution_metres: float) -> bytes:
    """Return the GLB of points: local coordinates (n, 3) in metres, Z up, and sRGB bytes (n, 3)."""
    turned = np.stack([local[:, 0], local[:, 2], -local[:, 1]], axis=1)
    positions = _positions(turned, resolution_metres)
    rows = np.zeros((len(local), positions.stride), np.uint8)
    values = positions.stored.view(np.uint8)
    rows[:, : values.shape[1]] = values
    return _glb(_json(positions, len(local)), rows.tobytes() + _linear(colours).tobytes())


def _positions(turned: Array, resolution: float) -> _Positions:
    low, high = extent_of(turned)
    step = max(float((high - low).max()) / STEPS, 1e-9)
    if step <= 2 * resolution:
        stored = np.rint((turned - low) / step).astype(np.uint16)
        return _Positions(stored, 8, SHORT, low, step)
    middle = (low + high) / 2
    return _Positions((turned - middle).astype(np.float32), 12, FLOAT, middle, 1.0)


def _linear(colours: Array) -> Array:
    """Return linear colours with full opacity; dithering keeps the few dark steps from showing."""
    noise = (np.arange(len(colours)) * GOLDEN_RATIO % 1)[:, None]
    linear = np.full((len(colours), 4), 255, np.uint8)
    linear[:, :3] = np.minimum(_LINEAR[colours] + noise, 255)
    return linear


def _json(positions: _Positions, count: int) -> dict[str, Any]:
    node: dict[str, Any] = {"mesh": 0, "translation": positions.origin.tolist()}
    if positions.component == SHORT:
        node["scale"] = [positions.step] * 3
    size = count * positions.stride
    low, high = extent_of(positions.stored)
    extensions = {"extensionsUsed": [QUANTIZATION], "extensionsRequired": [QUANTIZATION]}
    return {
        "asset": {"version": "2.0", "generator": "Digital Twin Framework"},
        **(extensions if positions.component == SHORT else {}),
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [node],
        "meshes": [
            {"primitives": [{"attributes": {"POSITION": 0, "COLOR_0": 1}, "mode": POINTS_MODE}]}
        ],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": positions.component,
                "count": count,
                "type": "VEC3",
                "min": low.tolist(),
                "max": high.tolist(),
            },
            {
                "bufferView": 1,
                "componentType": BYTE,
                "normalized": True,
                "count": count,
                "type": "VEC4",
            },
        ],
        "bufferViews": [
            _view(0, size, positions.stride),
            _view(size, count * 4, 4),
        ],
        "buffers": [{"byteLength": size + count * 4}],
    }


def _view(offset: int, size: int, stride: int) -> dict[str, int]:
    place = {"buffer": 0, "byteOffset": offset, "byteLength": size}
    return {**place, "byteStride": stride, "target": ARRAY_BUFFER}


def _glb(value: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(value, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    binary += bytes(-len(binary) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    chunks += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
