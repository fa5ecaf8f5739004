"""Measure a mesh: box, area and volume, to compare a derivative with its source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glb_runtime.accessors import Accessors
from glb_runtime.extent import placed_primitives

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Measures:
    """Of triangles in one frame: `low` and `high` corners of the box, area, signed volume."""

    triangles: int
    low: Array
    high: Array
    area: float
    volume: float


def measured(corners: Array) -> Measures:
    """Measure triangles; shape (n, 3, 3)."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2
    volume = np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6
    flat = corners.reshape(-1, 3)
    return Measures(len(corners), flat.min(axis=0), flat.max(axis=0), float(area), float(volume))


def measured_glb(content: bytes, folder: Path) -> Measures:
    """Measure a raw GLB, every occurrence where it is placed."""
    path = folder / "measured.glb"
    path.write_bytes(content)
    accessors, corners = Accessors.from_file(path), []
    for matrix, primitive in placed_primitives(accessors.glb):
        positions = accessors.floats(primitive["attributes"]["POSITION"]).astype(float)
        placed = positions @ matrix[:3, :3].T + matrix[:3, 3]
        indices = accessors.values(primitive["indices"]).ravel()
        corners.append(placed[indices].reshape(-1, 3, 3))
    return measured(np.concatenate(corners))


def z_up(low: Array, high: Array) -> tuple[Array, Array]:
    """Return a box of glTF, where Y is up, with Z up."""
    return np.array([low[0], -high[2], low[1]]), np.array([high[0], -low[2], high[1]])
