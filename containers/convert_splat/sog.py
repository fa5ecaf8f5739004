"""Write SOG, version 2: each attribute in the pixels of a lossless WebP, all in one ZIP archive.

https://developer.playcanvas.com/user-manual/gaussian-splatting/formats/sog (the specification)

Where the specification and the files that the format's own tools write and read differ, this is as
the files are: the axes stay those of the training, right, down, forward, and viewers turn the scene
as they turn the PLY; sizes are logarithms; the first component of a rotation is w.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from conversion_runtime.order import Facts
from convert_splat.codebook import fitted_codebook, indices_of
from convert_splat.morton import spatial_order
from convert_splat.palette import Palette, fitted_palette
from convert_splat.sog_planes import opacity_plane, position_planes, rotation_plane
from convert_splat.splats import Array, Splats

VERSION = 2
ENTRIES_PER_ROW = 64
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that an archive knows: the same splats give the same bytes."""

Files = dict[str, bytes]
Meta = Mapping[str, object]


def write_sog(splats: Splats, path: Path) -> Facts:
    """Write a file, and return how finely it tells positions and harmonics apart."""
    order = spatial_order(splats.positions)
    means, mean_files, step = _means(splats.positions[order])
    scales, scale_files = _scales(splats.log_scales[order])
    colours, colour_files = _colours(splats, order)
    turns = {"quats.webp": _image(rotation_plane(splats.rotations[order]))}
    meta = {
        "version": VERSION,
        "count": len(splats),
        "antialias": False,
        "means": means,
        "scales": scales,
        "quats": {"files": list(turns)},
        "sh0": colours,
    }
    files = {**mean_files, **scale_files, **turns, **colour_files}
    facts: dict[str, float] = {"sog_position_step_units": step}
    if splats.degree:
        palette = fitted_palette(splats.harmonics.reshape(len(splats), -1)[order])
        meta["shN"], more = _harmonics(palette, splats.degree)
        files |= more
        facts["sog_harmonics_rms_error"] = round(palette.rms_error, 6)
        if palette.clamped:
            facts["sog_harmonics_clamped_splats"] = palette.clamped
    text = json.dumps(meta, separators=(",", ":")).encode()
    _archive({"meta.json": text, **files}, path)
    return facts


def _means(positions: Array) -> tuple[Meta, Files, float]:
    planes = position_planes(positions)
    files = {"means_l.webp": _image(planes.lower), "means_u.webp": _image(planes.upper)}
    meta = {"mins": planes.low.tolist(), "maxs": planes.high.tolist(), "files": list(files)}
    return meta, files, planes.largest_step


def _scales(log_scales: Array) -> tuple[Meta, Files]:
    codebook = fitted_codebook(log_scales)
    files = {"scales.webp": _image(indices_of(log_scales, codebook))}
    return {"codebook": codebook.tolist(), "files": list(files)}, files


def _colours(splats: Splats, order: Array) -> tuple[Meta, Files]:
    codebook = fitted_codebook(splats.colours)
    colours = indices_of(splats.colours[order], codebook)
    plane = np.concatenate((colours, opacity_plane(splats.opacities[order])), axis=1)
    files = {"sh0.webp": _image(plane)}
    return {"codebook": codebook.tolist(), "files": list(files)}, files


def _harmonics(palette: Palette, degree: int) -> tuple[Meta, Files]:
    values = palette.levels * palette.step
    codebook = fitted_codebook(values)
    entries = indices_of(values, codebook).reshape(len(values), -1, 3)
    labels = np.stack((palette.labels & 255, palette.labels >> 8, 0 * palette.labels), axis=1)
    width = ENTRIES_PER_ROW * entries.shape[1]
    files = {
        "shN_centroids.webp": _image(entries.reshape(-1, 3), width),
        "shN_labels.webp": _image(labels.astype(np.uint8)),
    }
    meta = {"count": len(values), "bands": degree, "codebook": codebook.tolist()}
    return {**meta, "files": list(files)}, files


def _image(pixels: Array, width: int | None = None) -> bytes:
    """Return pixels (n, 3 or 4) as a picture, near to a square if no width is given."""
    wide = width or math.ceil(math.sqrt(len(pixels)))
    high = math.ceil(len(pixels) / wide)
    whole = np.zeros((wide * high, pixels.shape[1]), np.uint8)
    whole[: len(pixels)] = pixels
    target = io.BytesIO()
    # `exact`: pixels that are invisible as a picture keep their numbers.
    Image.fromarray(whole.reshape(high, wide, -1)).save(
        target, "WEBP", lossless=True, exact=True, quality=75, method=4
    )
    return target.getvalue()


def _archive(files: Mapping[str, bytes], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content)
