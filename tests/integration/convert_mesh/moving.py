"""A glTF with a skin, a morph target and animations of both, made here."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.integration.convert_mesh.hostile_gltf import Json, glb

Array = NDArray[Any]

KINDS = {"<f4": 5126, "<u2": 5123, "u1": 5121}
WIDTHS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
RINGS, SECTORS = 24, 12
TIMES = (0.0, 0.4, 1.0, 1.7)
TURNS = (0.0, 0.6, -0.4, 0.9)
"""Radians about Z at the times."""

LIFTS = (0.0, 0.25, 0.1, 0.5)
"""Metres at the times."""

WEIGHTS = (0.0, 1.0, 0.25, 0.6)


class Builder:
    """Gathers accessors and their bytes."""

    def __init__(self) -> None:
        self.accessors: list[Json] = []
        self.views: list[Json] = []
        self.binary = b""

    def add(self, values: Array, kind: str = "<f4", *, bounded: bool = False) -> int:
        rows = np.asarray(values, kind)
        rows = rows.reshape(len(rows), -1)
        self.views.append({"buffer": 0, "byteOffset": len(self.binary), "byteLength": rows.nbytes})
        self.binary += rows.tobytes() + bytes(-rows.nbytes % 4)
        accessor: Json = {
            "bufferView": len(self.views) - 1,
            "componentType": KINDS[kind],
            "count": len(rows),
            "type": WIDTHS[rows.shape[1]],
        }
        if bounded:
            accessor |= {"min": rows.min(axis=0).tolist(), "max": rows.max(axis=0).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def tube() -> tuple[Array, Array]:
    """Return the vertices of a tube of two metres along Y, and its triangles."""
    rings, sectors = np.meshgrid(np.arange(RINGS + 1), np.arange(SECTORS), indexing="ij")
    angles = sectors * 2 * math.pi / SECTORS
    points = np.stack((0.2 * np.cos(angles), rings * 2 / RINGS, 0.2 * np.sin(angles)), axis=-1)
    at = np.arange((RINGS + 1) * SECTORS).reshape(RINGS + 1, SECTORS)
    a, b, c, d = at[:-1], np.roll(at[:-1], -1, 1), np.roll(at[1:], -1, 1), at[1:]
    return points.reshape(-1, 3), np.stack((a, d, c, a, c, b), axis=-1).reshape(-1, 3)


def moving(interpolation: str = "LINEAR", far: float = 0.0) -> bytes:
    """Return an arm that bends at its middle, a box that swells, and a lift; `far` in metres."""
    build = Builder()
    points, triangles = tube()
    share = np.clip(points[:, 1] - 0.5, 0, 1)
    joints = np.tile((0, 1, 0, 0), (len(points), 1))
    weights = np.stack((1 - share, share, 0 * share, 0 * share), axis=1)
    places = build.add(points, bounded=True)
    corners = build.add(triangles.reshape(-1), "<u2")
    arm = {
        "attributes": {
            "POSITION": places,
            "JOINTS_0": build.add(joints, "u1"),
            "WEIGHTS_0": build.add(weights),
        },
        "indices": corners,
    }
    box = {
        "attributes": {"POSITION": places},
        "indices": corners,
        "targets": [{"POSITION": build.add(points * (0.5, 0, 0.5), bounded=True)}],
    }
    binds = np.stack((np.eye(4), np.eye(4)))
    binds[1, 3, 1] = -1  # in columns, as glTF has matrices
    skin = {"joints": [1, 2], "inverseBindMatrices": build.add(binds.reshape(2, 16))}
    nodes: list[Json] = [
        {"name": "arm", "mesh": 0, "skin": 0},
        {"name": "shoulder", "children": [2], "translation": [far, 0, 0]},
        {"name": "elbow", "translation": [0, 1, 0]},
        {"name": "bellows", "mesh": 1, "translation": [far + 2, 0, 0]},
        {"name": "lift", "mesh": 2, "translation": [far + 4, 0, 0]},
    ]
    scene: Json = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0, 1, 3, 4]}],
        "nodes": nodes,
        "meshes": [
            {"primitives": [arm]},
            {"primitives": [box], "weights": [0.0], "extras": {"targetNames": ["swollen"]}},
            {"primitives": [{"attributes": {"POSITION": places}, "indices": corners}]},
        ],
        "skins": [skin],
        "animations": [_animation(build, interpolation, far)],
    }
    scene |= {"accessors": build.accessors, "bufferViews": build.views}
    return glb({**scene, "buffers": [{"byteLength": len(build.binary)}]}, build.binary)


def _animation(build: Builder, interpolation: str, far: float) -> Json:
    times = build.add(np.array(TIMES), bounded=True)
    turns = [(0, 0, math.sin(angle / 2), math.cos(angle / 2)) for angle in TURNS]
    lifts = [(far + 4, lift, 0) for lift in LIFTS]
    tracks = (
        (2, "rotation", np.array(turns)),
        (3, "weights", np.array(WEIGHTS)[:, None]),
        (4, "translation", np.array(lifts)),
    )
    samplers, channels = [], []
    for at, (node, path, values) in enumerate(tracks):
        kept = values
        if interpolation == "CUBICSPLINE":
            slopes = np.gradient(values, np.array(TIMES), axis=0)
            kept = np.stack((slopes, values, slopes), axis=1).reshape(-1, values.shape[1])
        samplers.append({"input": times, "output": build.add(kept), "interpolation": interpolation})
        channels.append({"sampler": at, "target": {"node": node, "path": path}})
    return {"name": "work", "samplers": samplers, "channels": channels}
