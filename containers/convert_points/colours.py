"""The colours that points are shown with: their own, their intensity, or their height."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convert_points.cloud import Array, Cloud

EIGHT_BITS = 255
SAMPLE = 1_000_000
DARKEST = 30
"""Of grey: points without reflection still show."""

_RAMP = np.array([(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)], float)
"""Viridis at five places; https://bids.github.io/colormap"""


@dataclass(frozen=True)
class Colours:
    """How to colour points; `low` and `high` are the range of intensities or heights."""

    source: str
    low: float
    high: float

    def of(self, points: Array) -> Array:
        """Return the colours of some points in sRGB, (n, 3) bytes."""
        if self.source == "rgb":
            shift = 8 if self.high > EIGHT_BITS else 0
            channels = [points[name] >> shift for name in ("red", "green", "blue")]
            return np.stack(channels, axis=1).astype(np.uint8)
        values = points["intensity" if self.source == "intensity" else "Z"]
        share = np.clip((values - self.low) / max(self.high - self.low, 1e-12), 0.0, 1.0)
        if self.source == "intensity":
            grey = DARKEST + share * (EIGHT_BITS - DARKEST)
            return np.repeat(grey.astype(np.uint8)[:, None], 3, axis=1)
        stops = np.linspace(0.0, 1.0, len(_RAMP))
        return np.stack([np.interp(share, stops, channel) for channel in _RAMP.T], axis=1).astype(
            np.uint8
        )


def colours_of(cloud: Cloud) -> Colours:
    """Return how to colour a cloud; many programs write 8-bit colours into the 16 bits of LAS."""
    points = cloud.points
    if cloud.has_colours:
        highest = max(int(points[name].max()) for name in ("red", "green", "blue"))
        if highest > 0:
            return Colours("rgb", 0.0, float(highest))
    low, high = _range(points["intensity"])
    if high > low:
        return Colours("intensity", low, high)
    return Colours("height", *_range(points["Z"]))


def _range(values: Array) -> tuple[float, float]:
    """Return what nearly all values are between: a few bright points would darken the others."""
    low, high = np.percentile(values[:: max(1, len(values) // SAMPLE)], (1, 99))
    return float(low), float(high)
