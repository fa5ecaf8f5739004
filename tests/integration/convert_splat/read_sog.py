"""Read a .sog as its specification says, with nothing of the converter: one array for each column.

https://developer.playcanvas.com/user-manual/gaussian-splatting/formats/sog

In two things the files of the format's own tools are other than the specification says, and so are
ours: sizes are logarithms, and the first component of a rotation is w.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[Any]
Rows = Callable[[str], Array]
COEFFICIENTS = {1: 3, 2: 8, 3: 15}


def pixels(archive: zipfile.ZipFile, name: str) -> Array:
    """Return the bytes of a picture that must be lossless; shape (height, width, 4)."""
    content = archive.read(name)
    assert content[:4] == b"RIFF" and b"VP8L" in content[:64], name
    with Image.open(io.BytesIO(content)) as image:
        return np.asarray(image.convert("RGBA")).astype(int)


def main(source: str, target: str) -> None:
    """Write what the file says into an archive of arrays."""
    with zipfile.ZipFile(source) as archive:
        meta = json.loads(archive.read("meta.json"))
        assert meta["version"] == 2
        count = meta["count"]

        def rows(name: str) -> Array:
            picture = pixels(archive, name)
            return picture.reshape(-1, 4)[:count]

        columns = {
            "positions": positions(meta["means"], rows),
            "rotations": rotations(rows(meta["quats"]["files"][0])),
            "scales": np.array(meta["scales"]["codebook"])[rows(meta["scales"]["files"][0])[:, :3]],
        }
        colours = rows(meta["sh0"]["files"][0])
        columns["colours"] = np.array(meta["sh0"]["codebook"])[colours[:, :3]]
        columns["opacities"] = colours[:, 3] / 255
        if "shN" in meta:
            columns["harmonics"] = harmonics(archive, meta["shN"], rows)
    np.savez(target, **columns)  # type: ignore[arg-type]


def positions(means: Mapping[str, Any], rows: Rows) -> Array:
    lower, upper = (rows(name)[:, :3] for name in means["files"])
    share = (upper << 8 | lower) / 65535
    low, high = np.array(means["mins"]), np.array(means["maxs"])
    logarithm = low * (1 - share) + high * share
    found: Array = np.sign(logarithm) * (np.exp(np.abs(logarithm)) - 1)
    return found


def rotations(levels: Array) -> Array:
    """Return quaternions w, x, y, z."""
    mode = levels[:, 3] - 252
    assert ((mode >= 0) & (mode <= 3)).all()
    kept = (levels[:, :3] / 255 - 0.5) * 2 / np.sqrt(2)
    missing = np.sqrt(np.maximum(0, 1 - (kept * kept).sum(axis=1)))
    found = np.empty((len(levels), 4))
    for row, left_out in enumerate(mode):
        found[row] = np.insert(kept[row], left_out, missing[row])
    return found


def harmonics(archive: zipfile.ZipFile, meta: Mapping[str, Any], rows: Rows) -> Array:
    """Return coefficients (n, k, 3)."""
    coefficients = COEFFICIENTS[meta["bands"]]
    centroids = pixels(archive, meta["files"][0])
    assert centroids.shape[1] == 64 * coefficients
    labels = rows(meta["files"][1])
    entry = labels[:, 0] + (labels[:, 1] << 8)
    assert entry.max() < meta["count"] <= 65536
    u = (entry % 64)[:, None] * coefficients + np.arange(coefficients)
    found: Array = np.array(meta["codebook"])[centroids[(entry // 64)[:, None], u][..., :3]]
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
