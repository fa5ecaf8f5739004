"""Splats become ellipses on a picture, seen from above and aside without perspective."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from convert_splat.splat_file import DEGREE_0
from convert_splat.splats import Array, Splats
from glb_runtime.picture import PIXELS

MARGIN = 0.94
"""How much of the picture the middle of the scene fills."""

OUTER = 1.5
"""Percent of the splats on each side that may lie outside: single ones float far away."""

LARGEST_RADIUS = 48
"""Pixels: what is larger hides everything and is cut."""

SIGMAS = 2.5
LEAST_OPACITY = 1 / 255
BLUR = 0.3
"""Added to each variance, in square pixels: no ellipse is smaller than a pixel."""


@dataclass(frozen=True, eq=False)
class Ellipses:
    """Ellipses, the nearest first: centres (n, 2) in pixels, inverse covariances (n, 3) of xx, xy
    and yy, whole radii (n,), opacities (n,), colours (n, 3) as pictures store them.
    """

    centres: Array
    shapes: Array
    radii: Array
    opacities: Array
    colours: Array

    def __len__(self) -> int:
        return len(self.centres)

    def block_end(self, start: int, pixels: int) -> int:
        """Return where a block ends that has about this many pixels."""
        sizes = np.cumsum((2 * self.radii[start : start + pixels] + 1) ** 2)
        return start + max(1, int(np.searchsorted(sizes, pixels)))

    def pixels(self, start: int, end: int) -> tuple[Array, Array, Array]:
        """Return the pixels of some ellipses, whose they are, and how opaque each is there."""
        groups = []
        for radius in np.unique(self.radii[start:end]):
            chosen = start + np.flatnonzero(self.radii[start:end] == radius)
            groups.append(self._group(chosen, int(radius)))
        pixel, splat, opacity = (np.concatenate(one) for one in zip(*groups, strict=True))
        return pixel, splat, opacity

    def _group(self, chosen: Array, radius: int) -> tuple[Array, Array, Array]:
        side = np.arange(-radius, radius + 1)
        offset = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        corner = np.floor(self.centres[chosen]).astype(np.int64)
        cell = corner[:, None] + offset
        away = cell + 0.5 - self.centres[chosen][:, None]
        xx, xy, yy = (self.shapes[chosen, at, None] for at in range(3))
        x, y = away[..., 0], away[..., 1]
        power = -0.5 * (xx * x * x + 2 * xy * x * y + yy * y * y)
        opacity = self.opacities[chosen, None] * np.exp(power)
        inside = ((cell >= 0) & (cell < PIXELS)).all(axis=-1) & (opacity > LEAST_OPACITY)
        pixel = cell[..., 1] * PIXELS + cell[..., 0]
        splat = np.broadcast_to(chosen[:, None], pixel.shape)
        return pixel[inside], splat[inside], opacity[inside].clip(0, 0.999)


def projected(splats: Splats) -> Ellipses:
    """Return the ellipses of splats whose axes are right, down, forward."""
    view = _view()
    seen = splats.positions.astype(float) @ view.T
    low, high = np.percentile(seen, (OUTER, 100 - OUTER), axis=0)
    scale = MARGIN * PIXELS / max(float((high - low)[:2].max()), 1e-9)
    centres = (seen[:, :2] - (low + high)[:2] / 2) * scale + PIXELS / 2
    covariances = _covariances(splats, view[:2] * scale)
    xx, yy = covariances[:, 0] + BLUR, covariances[:, 2] + BLUR
    xy = covariances[:, 1]
    area = np.maximum(xx * yy - xy * xy, 1e-12)
    radii = np.ceil(SIGMAS * np.sqrt(np.maximum(xx, yy))).clip(1, LARGEST_RADIUS).astype(np.int64)
    on_picture = ((centres > -radii[:, None]) & (centres < PIXELS + radii[:, None])).all(axis=1)
    order = np.argsort(seen[:, 2], kind="stable")
    order = order[on_picture[order]]
    opacities = 1 / (1 + np.exp(-splats.opacities.astype(float).clip(-60, 60)))
    return Ellipses(
        centres=centres[order],
        shapes=np.stack((yy / area, -xy / area, xx / area), axis=1)[order],
        radii=radii[order],
        opacities=opacities[order],
        colours=(0.5 + DEGREE_0 * splats.colours[order].astype(float)).clip(0, 1),
    )


def _view() -> Array:
    """Return the rows right, down and forward of a camera that looks down at 35 degrees."""
    turn, tilt = math.radians(45), math.atan(1 / math.sqrt(2))
    around = np.array(
        [
            [math.cos(turn), 0, math.sin(turn)],
            [0, 1, 0],
            [-math.sin(turn), 0, math.cos(turn)],
        ]
    )
    down = np.array(
        [
            [1, 0, 0],
            [0, math.cos(tilt), -math.sin(tilt)],
            [0, math.sin(tilt), math.cos(tilt)],
        ]
    )
    view: Array = down @ around
    return view


def _covariances(splats: Splats, onto: Array) -> Array:
    """Return xx, xy and yy of each splat on the picture, in square pixels."""
    w, x, y, z = splats.rotations.astype(float).T
    rotation = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )
    axes = np.einsum("ij,jkn->nik", onto, rotation)
    axes *= np.exp(splats.log_scales.astype(float).clip(-30, 15))[:, None, :]
    return np.stack(
        [(axes[:, a] * axes[:, b]).sum(axis=1) for a, b in ((0, 0), (0, 1), (1, 1))], axis=1
    )
